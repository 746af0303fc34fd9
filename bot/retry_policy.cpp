#include "bot/retry_policy.hpp"

#include "handlers/kernel/attach.hpp"

#include <algorithm>

namespace deskbell::bot {

using namespace std::chrono;

namespace {

constexpr std::string_view kUnknown = "outcome unknown since ";
constexpr std::size_t kTimeLength = std::string_view("2026-11-23T09:00:00Z").size();

/// How long to wait when a class is tried again.
enum class Wait : std::uint8_t { none, backoff, as_told, long_pause };

struct Row {
    slack::ErrorClass error_class;
    Verdict::Next next;
    Wait wait;
};

constexpr Row kRows[] = {
    {slack::ErrorClass::none, Verdict::Next::done, Wait::none},
    {slack::ErrorClass::already_done, Verdict::Next::done, Wait::none},
    {slack::ErrorClass::try_again, Verdict::Next::again, Wait::backoff},
    {slack::ErrorClass::rate_limited, Verdict::Next::again, Wait::as_told},
    {slack::ErrorClass::credential, Verdict::Next::again, Wait::long_pause},
    {slack::ErrorClass::configuration, Verdict::Next::park, Wait::none},
    {slack::ErrorClass::target_gone, Verdict::Next::park, Wait::none},
    {slack::ErrorClass::our_bug, Verdict::Next::park, Wait::none},
};

constexpr const Row& row_of(slack::ErrorClass error_class)
{
    return *std::ranges::find(kRows, error_class, &Row::error_class);
}
static_assert(row_of(slack::ErrorClass::our_bug).next == Verdict::Next::park);

milliseconds wait_of(const Row& row, const slack::CallResult& result, int attempts, double dice)
{
    switch (row.wait) {
        case Wait::none:
            return 0ms;
        case Wait::backoff:
            return backoff(attempts, dice);
        case Wait::as_told:
            return result.retry_after + milliseconds{static_cast<int>(500 * dice)};
        case Wait::long_pause:
            return kCredentialWait;
    }
    return 0ms;
}

}  // namespace

milliseconds backoff(int attempts, double dice)
{
    const int doublings = std::clamp(attempts, 0, 10);
    const milliseconds whole = std::min<milliseconds>(kBackoffFirst * (1 << doublings), kBackoffMost);
    return whole / 2 + milliseconds{static_cast<std::int64_t>(static_cast<double>(whole.count() / 2) * dice)};
}

Verdict judge(std::string_view method, const slack::CallResult& result, int attempts, double dice)
{
    const Row& row = row_of(result.ok ? slack::ErrorClass::none : result.error_class);
    Verdict verdict{row.next, wait_of(row, result, attempts, dice), false};
    verdict.is_outcome_unknown = row.error_class == slack::ErrorClass::try_again && shows_a_message(method);
    if (verdict.is_outcome_unknown)
        verdict.wait = std::max<milliseconds>(verdict.wait, kShownLate);
    if (verdict.next == Verdict::Next::again && attempts + 1 >= kAttemptsMost)
        verdict.next = Verdict::Next::park;
    return verdict;
}

bool is_post(std::string_view method) { return method == "chat.postMessage"; }

bool shows_a_message(std::string_view method) { return is_post(method) || method == kernel::kCompleteMethod; }

std::string unknown_outcome(UtcTime first_sent, std::string_view error)
{
    return std::string(kUnknown) + rfc3339(first_sent) + ": " + std::string(error);
}

std::optional<UtcTime> first_unknown(std::string_view last_error)
{
    if (!last_error.starts_with(kUnknown))
        return std::nullopt;
    const auto sent = parse_rfc3339(last_error.substr(kUnknown.size(), kTimeLength));
    return sent ? std::optional(*sent) : std::nullopt;
}

std::string_view after_unknown(std::string_view last_error)
{
    if (first_unknown(last_error))
        last_error.remove_prefix(std::min(last_error.size(), kUnknown.size() + kTimeLength + 2));
    return last_error;
}

}  // namespace deskbell::bot
