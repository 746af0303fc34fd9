#pragma once
#include "handlers/domain/time.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace deskbell::slack {

// Limits of Block Kit, in UTF-16 units. Longer texts are shortened with "…", further blocks are replaced by
// one line that says how many are missing. Source: docs.slack.dev/reference/block-kit
inline constexpr std::size_t kMessageBlocksMax = 50;
inline constexpr std::size_t kViewBlocksMax = 100;
inline constexpr std::size_t kSectionTextMax = 3000;
inline constexpr std::size_t kHeaderTextMax = 150;
inline constexpr std::size_t kButtonTextMax = 75;
inline constexpr std::size_t kOptionTextMax = 75;
inline constexpr std::size_t kOptionsMax = 100;
inline constexpr std::size_t kInputTextMax = 3000;
/// Characters of all blocks of a message together: Slack refuses from about 12,000 on.
inline constexpr std::size_t kMessageTextBudget = 10000;

enum class Style { plain, primary, danger };

/// One choice. `label` is shown, `value` comes back; both 1 .. 75.
struct Choice {
    std::string value;
    std::string label;
};

/// An interactive element, ready as JSON. Made by the functions below.
struct Element {
    std::string json;
};

Element button(std::string_view action_id, std::string_view label, std::string_view value = {},
               Style style = Style::plain);
Element link_button(std::string_view action_id, std::string_view label, std::string_view url);
/// A menu; at most 100 choices. `initial` is a value, "" for none.
Element menu(std::string_view action_id, std::string_view placeholder, const std::vector<Choice>& choices,
             std::string_view initial = {});
Element multi_menu(std::string_view action_id, std::string_view placeholder,
                   const std::vector<Choice>& choices, const std::vector<std::string>& initial = {});
Element radio(std::string_view action_id, const std::vector<Choice>& choices, std::string_view initial = {});
Element checkbox(std::string_view action_id, const std::vector<Choice>& choices,
                 const std::vector<std::string>& initial = {});
Element user_menu(std::string_view action_id, std::string_view placeholder, std::string_view initial = {});
Element users_menu(std::string_view action_id, std::string_view placeholder,
                   const std::vector<std::string>& initial = {});
/// The channels, public and private, that the person is in.
Element channel_menu(std::string_view action_id, std::string_view placeholder, std::string_view initial = {});
Element date_picker(std::string_view action_id, std::string_view initial = {});
Element instant_picker(std::string_view action_id, std::string_view initial_unix = {});
/// `max_length` 1 .. 3000; 0 means 3000.
Element text_input(std::string_view action_id, bool multiline, std::string_view initial = {},
                   std::string_view placeholder = {}, std::size_t max_length = 0);
Element number_input(std::string_view action_id, bool decimals, std::string_view initial = {});

/// A column of blocks, built from top to bottom. Empty texts are left out, because Slack refuses them.
class Blocks {
public:
    Blocks& header(std::string_view plain_text);
    Blocks& section(std::string_view mrkdwn);
    /// With its own `block_id` (1 .. 255, once per surface) a click on what was drawn before a redraw still
    /// counts.
    Blocks& section(std::string_view block_id, std::string_view mrkdwn, const Element& accessory);
    /// Two columns; at most 10, each at most 2,000.
    Blocks& fields(const std::vector<std::string>& mrkdwn);
    /// Small grey text; at most 10 pieces.
    Blocks& context(const std::vector<std::string>& mrkdwn);
    Blocks& divider();
    /// A row of elements; at most 25. Nothing when there are none.
    Blocks& actions(std::string_view block_id, const std::vector<Element>& elements);
    /// `dispatch` makes each change of the element come in as a BlockAction.
    Blocks& input(std::string_view block_id, std::string_view label, const Element& element, bool optional,
                  std::string_view hint = {}, bool dispatch = false);
    Blocks& append(const Blocks& other);

    std::size_t count() const { return blocks_.size(); }
    bool empty() const { return blocks_.empty(); }
    /// A JSON array with at most `max` blocks.
    std::string json(std::size_t max = kMessageBlocksMax) const;

private:
    std::vector<std::string> blocks_;
};

/// A modal. Title, submit and close 1 .. 24.
struct Modal {
    std::string callback_id;
    std::string title;
    std::string submit;  ///< "" for a modal without inputs
    std::string close = "Cancel";
    std::string private_metadata;  ///< at most 3,000
    Blocks blocks;
    bool notify_on_close = false;
    std::string json() const;
};

/// The App Home of one person.
struct Home {
    Blocks blocks;
    std::string private_metadata;
    std::string json() const;
};

}  // namespace deskbell::slack
