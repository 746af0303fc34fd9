#pragma once
#include "handlers/domain/text.hpp"
#include "store/connection.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace deskbell::store {

/// The WHERE of a list, grown condition by condition, with the values of its parameters.
class Where {
public:
    /// The parameter that stands for `value`.
    std::string value(std::string text)
    {
        values_.push_back(std::move(text));
        return "?" + std::to_string(values_.size());
    }

    void require(std::string condition) { conditions_.push_back(std::move(condition)); }

    /// "column IN (?1, ?2)"; `values` must not be empty.
    std::string one_of(std::string_view column, const std::vector<std::string>& values)
    {
        std::string list;
        for (const std::string& v : values) list += (list.empty() ? "" : ", ") + value(v);
        return std::string(column) + " IN (" + list + ")";
    }

    void require_one_of(std::string_view column, const std::vector<std::string>& values)
    {
        if (!values.empty())
            require(one_of(column, values));
    }

    std::string sql() const { return conditions_.empty() ? "" : " WHERE " + joined(conditions_, " AND "); }

    /// LIMIT and OFFSET, whose parameters follow the values.
    std::string page_sql() const
    {
        return " LIMIT ?" + std::to_string(values_.size() + 1) + " OFFSET ?" +
               std::to_string(values_.size() + 2);
    }

    /// Binds all values; returns how many.
    int bind(Statement& statement) const
    {
        int parameter = 0;
        for (const std::string& v : values_) statement.bind(++parameter, v);
        return parameter;
    }

private:
    std::vector<std::string> conditions_;
    std::vector<std::string> values_;
};

}  // namespace deskbell::store
