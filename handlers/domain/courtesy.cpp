#include "handlers/domain/courtesy.hpp"

#include "handlers/domain/text.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace deskbell {

namespace {

constexpr std::size_t kOnlyMost = 5;  // words
constexpr std::size_t kSomeMost = 8;

/// Space-separated words of one language. A greeting in another language than the rest is fine, so that all
/// lists are one: what they are apart for is the reader.
struct Language {
    std::string_view courteous;  ///< one of these has to be there
    std::string_view around;     ///< what stands around them and means nothing alone
};
constexpr std::array kLanguages{
    Language{"thanks thank thx ty tysm cheers hello hi hey good welcome bye goodbye ok "
             "okay great perfect awesome excellent brilliant wonderful amazing nice cool super solved fixed "
             "resolved works working congrats congratulations appreciated sorry lol haha kudos bravo yay "
             "noted understood",
             "you so very much many a lot all everybody everyone team folks guys there morning afternoon "
             "evening for the your my "
             "it is its it's that that's day week weekend have again now and to really well done quick"},
    Language{
        "danke dankeschön dankesehr vielen besten lieben hallo moin servus guten gruß grüße gruss "
        "grüsse tschüss tschüß ciao bitte gern gerne klasse prima toll spitze gelöst erledigt "
        "funktioniert geht läuft passt klar gut verstanden freut entschuldigung schönen schönes mfg lg vg",
        "schön sehr dank für die das den euch dir ihnen an zusammen morgen tag abend mittag "
        "nachmittag wochenende feierabend alles wieder jetzt nun es ist hat schnelle geklappt "
        "und mich viele freundliche freundlichen liebe mit auf wiedersehen gemacht team leute"},
    Language{"merci bonjour bonsoir salut coucou bienvenue parfait génial super top résolu réglé fonctionne "
             "marche désolé félicitations bonne bon d'accord entendu",
             "beaucoup mille fois à a tous toutes toi vous l'équipe pour votre ton rien de "
             "c'est est ça journée soirée week-end weekend bien très maintenant tout le la les et plus "
             "bientôt fait"},
    Language{"gracias hola buenos buenas saludos adiós perfecto genial vale estupendo resuelto solucionado "
             "funciona arreglado listo perdón enhorabuena bienvenido bienvenida felicidades entendido",
             "muchas mil muchísimas a todos todas por la el tu su de nada días tardes noches que "
             "tengas tengan buen día fin semana equipo ya está todo bien muy y"},
};

/// "Thanks for the help" is courtesy, "hello, help" is not.
constexpr std::string_view kThanks = "thanks thank thx ty tysm danke dank dankeschön merci gracias";
constexpr std::string_view kOfThanks =
    "help reply support hilfe antwort unterstützung aide l'aide réponse ayuda respuesta";

/// What people set instead of words.
constexpr std::string_view kSigns =
    "👍 👌 🙏 🎉 ✅ ❤️ ❤ 😊 🙂 😀 😄 😁 👋 💪 🚀 :+1: :thumbsup: :ok_hand: :pray: "
    ":tada: "
    ":white_check_mark: "
    ":heart: :blush: :slightly_smiling_face: :smile: :grinning: :wave: :muscle: :rocket: :clap: "
    ":raised_hands: :) :-) ;) ;-) :D ^^";

bool is_listed(std::string_view list, std::string_view word)
{
    for (std::size_t at = 0; at < list.size();) {
        const std::size_t end = std::min(list.find(' ', at), list.size());
        if (list.substr(at, end - at) == word)
            return true;
        at = end + 1;
    }
    return false;
}

/// In lower case, also the letters of western Europe.
std::string lowered(std::string_view word)
{
    std::string out = lower(word);
    for (std::size_t i = 1; i < out.size(); ++i) {
        const auto low = static_cast<unsigned char>(out[i]);
        // U+00C0 to U+00DE but ×: in UTF-8 the small letter is 0x20 further on.
        if (out[i - 1] == '\xC3' && low >= 0x80 && low <= 0x9E && low != 0x97)
            out[i] = static_cast<char>(low + 0x20);
    }
    return out;
}

/// Without what stands before and behind a word, and with one kind of apostrophe.
std::string bare(std::string_view word)
{
    static constexpr std::array<std::string_view, 7> kMarks{"¡", "¿", "…", "„", "“", "”", "–"};
    std::string out(word);
    for (std::size_t at; (at = out.find("’")) != std::string::npos;) {
        out[at] = '\'';
        out.erase(at + 1, std::string_view("’").size() - 1);
    }
    for (const std::string_view mark : kMarks)
        for (std::size_t at; (at = out.find(mark)) != std::string::npos;) out.erase(at, mark.size());
    static constexpr std::string_view kAscii = ".,;:!?\"'()[]*_~-&";
    const std::size_t first = out.find_first_not_of(kAscii);
    if (first == std::string::npos)
        return {};
    return lowered(std::string_view(out).substr(first, out.find_last_not_of(kAscii) - first + 1));
}

enum class Kind { other, around, courteous };

Kind kind_of(std::string_view word)
{
    Kind kind = Kind::other;
    for (const Language& language : kLanguages) {
        if (is_listed(language.courteous, word))
            return Kind::courteous;
        if (is_listed(language.around, word))
            kind = Kind::around;
    }
    return kind;
}

}  // namespace

Courtesy courtesy_in(std::string_view text)
{
    const bool is_question = text.find('?') != std::string_view::npos;
    std::size_t count = 0, courteous = 0, others = 0, of_thanks = 0;
    bool has_thanks = false;
    for (const std::string& raw : words(text)) {
        const bool is_sign = is_listed(kSigns, raw);
        const std::string word = is_sign ? raw : bare(raw);
        if (word.empty())
            continue;  // a dash or the like is no word
        has_thanks |= is_listed(kThanks, word);
        if (is_listed(kOfThanks, word)) {
            ++count;
            ++of_thanks;
            continue;
        }
        const Kind kind = is_sign ? Kind::courteous : kind_of(word);
        ++count;
        courteous += kind == Kind::courteous ? 1 : 0;
        others += kind == Kind::other ? 1 : 0;
    }
    if (!has_thanks)
        others += of_thanks;
    if (courteous == 0 || count > kSomeMost)
        return Courtesy::none;
    return others == 0 && count <= kOnlyMost && !is_question ? Courtesy::only : Courtesy::some;
}

}  // namespace deskbell
