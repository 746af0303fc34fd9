#include "handlers/domain/condition.hpp"

#include "handlers/domain/text.hpp"

#include <algorithm>
#include <optional>

namespace deskbell {

namespace {

/// A piece of a condition: a word, a text in quotes, or one of the signs.
struct Token {
    enum class Kind { word, quoted, sign, end };
    Kind kind = Kind::end;
    std::string text;
};

bool is_word_sign(unsigned char c) { return std::isalnum(c) || c == '_' || c == '-'; }

Error wrong(const std::string& what)
{
    return Error(Errc::invalid_input, what +
                                          " Write, for example, kind == \"laptop\", kind != \"laptop\" or "
                                          "kind in [\"laptop\", \"phone\"], joined by and / or.");
}

class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    Result<Condition> read()
    {
        Condition out;
        for (bool more = true; more;) {
            auto all = read_all();
            if (!all)
                return all.error();
            out.any_of.push_back(*std::move(all));
            more = take("or");
        }
        if (!next_)
            next_ = scan();
        if (next_->kind != Token::Kind::end)
            return wrong("\"" + next_->text + "\" cannot stand there.");
        return out;
    }

private:
    Result<std::vector<Comparison>> read_all()
    {
        std::vector<Comparison> out;
        do {
            auto one = read_comparison();
            if (!one)
                return one.error();
            if (++count_ > kComparisonsMost)
                return Error(Errc::invalid_input, "It has more than " + std::to_string(kComparisonsMost) +
                                                      " comparisons. Write fewer.");
            out.push_back(*std::move(one));
        } while (take("and"));
        return out;
    }

    Result<Comparison> read_comparison()
    {
        const Token field = next();
        if (field.kind == Token::Kind::sign && (field.text == "(" || field.text == ")"))
            return wrong("It has no brackets: \"and\" binds before \"or\".");
        if (field.kind != Token::Kind::word)
            return wrong("The name of an earlier field is missing.");
        const Token how = next();
        Comparison out{field.text, how.text == "!=", {}};
        if (how.text == "in")
            return read_list(std::move(out));
        if (how.text != "==" && how.text != "!=")
            return wrong("After \"" + field.text + "\" comes ==, != or in.");
        const Token value = next();
        if (value.kind != Token::Kind::quoted)
            return wrong("After " + how.text + " comes a text in quotes.");
        out.values.push_back(value.text);
        return out;
    }

    Result<Comparison> read_list(Comparison out)
    {
        if (next().text != "[")
            return wrong("After \"in\" comes a list in [ ].");
        do {
            const Token value = next();
            if (value.kind != Token::Kind::quoted)
                return wrong("A list holds texts in quotes.");
            out.values.push_back(value.text);
            if (out.values.size() > kComparedMost)
                return wrong("The list has more than " + std::to_string(kComparedMost) + " values.");
        } while (take(","));
        if (next().text != "]")
            return wrong("The list has no ] at its end.");
        return out;
    }

    /// Whether the next piece is this word or sign; then it is used up.
    bool take(std::string_view text)
    {
        if (!next_)
            next_ = scan();
        if (next_->kind == Token::Kind::quoted || next_->text != text)
            return false;
        next_.reset();
        return true;
    }

    Token next()
    {
        Token out = next_ ? *next_ : scan();
        next_.reset();
        return out;
    }

    Token scan()
    {
        while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t' || rest_.front() == '\n'))
            rest_.remove_prefix(1);
        if (rest_.empty())
            return {};
        const char first = rest_.front();
        if (first == '"' || first == '\'') {
            const std::size_t end = rest_.find(first, 1);
            if (end == std::string_view::npos)
                return cut(Token::Kind::sign, rest_.size());
            Token out{Token::Kind::quoted, std::string(rest_.substr(1, end - 1))};
            rest_.remove_prefix(end + 1);
            return out;
        }
        const auto past = std::ranges::find_if_not(rest_, [](unsigned char c) { return is_word_sign(c); });
        if (past != rest_.begin())
            return cut(Token::Kind::word, static_cast<std::size_t>(past - rest_.begin()));
        return cut(Token::Kind::sign, rest_.starts_with("==") || rest_.starts_with("!=") ? 2 : 1);
    }

    Token cut(Token::Kind kind, std::size_t length)
    {
        Token out{kind, std::string(rest_.substr(0, length))};
        rest_.remove_prefix(length);
        return out;
    }

    std::string_view rest_;
    std::optional<Token> next_;
    std::size_t count_ = 0;
};

bool holds_one(const Comparison& comparison, const Attributes& answers, std::string_view prefix)
{
    const auto it = answers.find(std::string(prefix) + comparison.field);
    auto given = it == answers.end() ? std::vector<std::string>{""} : split(it->second, ',');
    if (given.size() > 1)
        given.push_back(it->second);  // one choice whose own text has a comma
    const bool is_among = std::ranges::any_of(given, [&](const std::string& one) {
        return std::ranges::find(comparison.values, one) != comparison.values.end();
    });
    return is_among != comparison.is_not;
}

}  // namespace

bool Condition::holds(const Attributes& answers, std::string_view prefix) const
{
    if (is_always())
        return true;
    return std::ranges::any_of(any_of, [&](const std::vector<Comparison>& all) {
        return std::ranges::all_of(all, [&](const Comparison& c) { return holds_one(c, answers, prefix); });
    });
}

Result<Condition> parse_condition(std::string_view text)
{
    if (trimmed(text).empty())
        return Condition{};
    auto out = Reader(text).read();
    if (out)
        out->text = trimmed(text);
    return out;
}

}  // namespace deskbell
