#include "store/pauses.hpp"

namespace deskbell::store {

void shorten_pauses(Connection& db, UtcTime now, std::chrono::seconds by)
{
    db.run("UPDATE outbox SET not_before = not_before - ?2 WHERE state = 'waiting' AND not_before > ?1",
           to_unix(now), by.count());
}

}  // namespace deskbell::store
