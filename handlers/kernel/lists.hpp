#pragma once
#include "handlers/kernel/desk.hpp"
#include "slack/wire/reply.hpp"

#include <string>
#include <string_view>

namespace deskbell::kernel {

inline constexpr int kPageRows = 10;

/// Which list: its name, what it needs to be asked again for another page.
struct ListQuery {
    std::string name;   ///< queue, unassigned, waiting, mine, solved, find, or a process key
    std::string words;  ///< of find
    int offset = 0;
    int rows = kPageRows;  ///< of one page; not part of its text
};

/// What the person may see of that list, one page of it.
store::RecordPage page_of(const Desk& desk, const ListQuery& query, std::string_view user,
                          const store::Unit& unit);

/// Headline, up to ten rows with a button "Open" each, and how many there are in all. `with_all` adds "Show
/// all".
void add_list(const Desk& desk, slack::Blocks& blocks, const ListQuery& query, const store::RecordPage& page,
              std::string_view user, const store::Unit& unit, bool with_all);

/// A section of the Home: heading with the number of all, one page, and the buttons that turn it.
void add_page(const Desk& desk, slack::Blocks& blocks, const ListQuery& query, const store::RecordPage& page,
              std::string_view user, const store::Unit& unit);

/// One row of `list` with its button "Open", the same button however often the list is drawn again. Whoever
/// calls has asked `may_see`. `reader` decides which names stand there; "" is the agents' channel.
void add_row(const Desk& desk, slack::Blocks& blocks, std::string_view list, const Record& record,
             std::string_view reader, const store::Unit& unit);

/// The words of such a row: number, title, state, who has it, what is due. Whoever calls has asked `may_see`.
std::string row_text(const Desk& desk, const Record& record, std::string_view reader,
                     const store::Unit& unit);

/// The list as an answer to a command.
slack::Reply list_reply(const Desk& desk, const ListQuery& query, std::string_view user,
                        const store::Unit& unit);

/// The list as a modal with Previous and Next.
slack::Modal list_modal(const Desk& desk, const ListQuery& query, std::string_view user,
                        const store::Unit& unit);

/// A query in a button's value and back.
std::string to_text(const ListQuery& query);
ListQuery list_query(std::string_view text);

}  // namespace deskbell::kernel
