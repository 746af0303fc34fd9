#pragma once
#include "handlers/domain/error.hpp"
#include "handlers/domain/record.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell {

/// Comparisons in one condition: more cannot be understood.
inline constexpr std::size_t kComparisonsMost = 20;
/// Values in one list of a condition.
inline constexpr std::size_t kComparedMost = 100;

/// One answer beside the values that it is compared with.
struct Comparison {
    std::string field;
    bool is_not = false;
    std::vector<std::string> values;
};

/// When a question is asked: `kind == "laptop" and urgent != "yes" or kind in ["desk", "chair"]`.
/// "and" binds before "or". Of an answer with several values one suffices.
struct Condition {
    std::string text;                             ///< as it was written, "" for always
    std::vector<std::vector<Comparison>> any_of;  ///< all comparisons of one of these hold

    bool is_always() const { return any_of.empty(); }
    /// `answers` are attributes; those of a form have its prefix before the field's name.
    bool holds(const Attributes& answers, std::string_view prefix) const;
};

/// Errors: invalid_input with what is wrong and what to write.
Result<Condition> parse_condition(std::string_view text);

}  // namespace deskbell
