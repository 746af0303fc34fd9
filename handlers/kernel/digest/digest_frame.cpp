#include "handlers/domain/text.hpp"
#include "handlers/kernel/digest/digest_text.hpp"

/// What stands above and below the sections of a digest.
namespace deskbell::kernel {

std::string digest_title(const store::Digest& digest)
{
    return "Digest of " + basis_of(digest).period.label() + (digest.is_delayed ? " · delayed" : "");
}

std::string digest_footnote(const Desk& desk, const store::Digest& digest, const Wording& wording)
{
    const DigestScope scope = scope_from(digest.filter);
    std::vector<std::string> names;
    for (const std::string& key : scope.only.empty() ? scope.inboxes : scope.only) {
        const InboxSettings* inbox = desk.settings().inbox(key);
        names.push_back(wording.words(inbox == nullptr ? key : inbox->name));
    }
    if (scope.only.empty() && (scope.is_everything || !scope.processes.empty()))
        names = {"all inboxes"};
    return "As of " + wording.date(digest.as_of) + " · " + joined(names, ", ");
}

}  // namespace deskbell::kernel
