#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <variant>

namespace deskbell {

/// Why something was refused. Callers decide by the code alone; the detail is for people.
enum class Errc : std::uint8_t {
    invalid_input,  ///< the person can mend it; shown beside `field()` when that is set
    not_found,
    forbidden,
    conflict,      ///< somebody changed it first: look again
    rate_limited,  ///< later; the outbox does so by itself
    unavailable,   ///< database or network away: later
    internal,      ///< a bug: the detail is logged, the person gets a reference number
};

/// A refusal: code, a sentence that says what to do next, and the form field it belongs to, if any.
/// A class with a constructor, not an aggregate: g++ 12 destroys aggregate temporaries in co_await twice.
class Error {
public:
    Error(Errc code, std::string detail, std::string field = {})
        : code_(code), detail_(std::move(detail)), field_(std::move(field))
    {
    }
    Errc code() const noexcept { return code_; }
    const std::string& detail() const noexcept { return detail_; }
    const std::string& field() const noexcept { return field_; }

private:
    Errc code_;
    std::string detail_;
    std::string field_;
};

/// A value or an Error (g++ 12 has no std::expected). Test it first; reading the wrong side throws.
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : either_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : either_(std::in_place_index<1>, std::move(error)) {}

    explicit operator bool() const noexcept { return either_.index() == 0; }
    T& operator*() & { return std::get<0>(either_); }
    const T& operator*() const& { return std::get<0>(either_); }
    T&& operator*() && { return std::get<0>(std::move(either_)); }
    T* operator->() { return &std::get<0>(either_); }
    const T* operator->() const { return &std::get<0>(either_); }
    const Error& error() const { return std::get<1>(either_); }

private:
    std::variant<T, Error> either_;
};

/// Success without a value, or an Error.
template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : either_(std::in_place_index<1>, std::move(error)) {}

    explicit operator bool() const noexcept { return either_.index() == 0; }
    const Error& error() const { return std::get<1>(either_); }

private:
    std::variant<std::monostate, Error> either_;
};

}  // namespace deskbell
