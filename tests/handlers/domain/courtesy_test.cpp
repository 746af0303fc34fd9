#include "handlers/domain/courtesy.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;

TEST_CASE("thanks and greetings of four languages are courtesy only", "[domain][courtesy]")
{
    const char* said =
        GENERATE("Thanks!", "thank you so much", "Hi all", "Good morning", "It works now", "👍", ":+1: thx",
                 "Vielen Dank!", "DANKESCHÖN", "Guten Morgen zusammen", "Viele Grüße", "Merci beaucoup !",
                 "Bonjour à tous", "C’est parfait", "¡Muchas gracias!", "Buenos días a todos", "ok",
                 "solved :tada:", "Thanks for the help", "danke für die Hilfe");
    INFO(said);
    CHECK(courtesy_in(said) == Courtesy::only);
}

TEST_CASE("one word that is no courtesy, a sixth word or a question makes it ambiguous", "[domain][courtesy]")
{
    const char* said = GENERATE("thanks, but the printer is dead", "Thanks, still broken", "works?",
                                "danke, geht aber nicht", "thanks thanks thanks thanks thanks thanks",
                                "hola, no funciona", "hello, help", "Bitte Hilfe", "merci mais non");
    INFO(said);
    CHECK(courtesy_in(said) == Courtesy::some);
}

TEST_CASE("what has no courteous word or is longer than eight words is none", "[domain][courtesy]")
{
    const char* said = GENERATE("", "the printer is dead", "It is the day",
                                "It went cold again this afternoon", "since this morning", "no", "…", "VPN?",
                                "hello, my laptop does not start since this very morning at nine");
    INFO(said);
    CHECK(courtesy_in(said) == Courtesy::none);
}
