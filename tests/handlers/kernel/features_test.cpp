// What the features declare must not get into each other's way: a name belongs to one of them.
#include "handlers/kernel/feature.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::kernel;

namespace {

/// Each row is found under its own name: no other row, no prefix of another feature takes it.
template <class Row>
void check_found(std::span<const Row> Feature::*rows, std::string_view Row::*key)
{
    for (const Feature* feature : features())
        for (const Row& row : feature->*rows) {
            INFO(feature->key << ": " << row.*key);
            CHECK(find_row(rows, key, row.*key) == &row);
        }
}

}  // namespace

TEST_CASE("every button, form, entry, shortcut and timer of a feature is found under its own name",
          "[kernel][features]")
{
    check_found(&Feature::buttons, &Button::name);
    check_found(&Feature::forms, &Form::callback);
    check_found(&Feature::entries, &Entry::action);
    check_found(&Feature::shortcuts, &Shortcut::callback);
    check_found(&Feature::routines, &Routine::kind);
    check_found(&Feature::preparations, &Preparation::kind);
    check_found(&Feature::awaited, &Awaited::prefix);
}

TEST_CASE("a shortcut fits into Slack's manifest, and stands in one place of Slack only",
          "[kernel][features]")
{
    std::size_t many = 0;
    for (const Feature* feature : features())
        for (const Shortcut& shortcut : feature->shortcuts) {
            INFO(shortcut.callback);
            CHECK(shortcut.name.size() <= 24);
            CHECK(shortcut.description.size() <= 150);
            CHECK((shortcut.on_desk == nullptr) != (shortcut.on_message == nullptr));
            ++many;
        }
    CHECK(many > 0);
}
