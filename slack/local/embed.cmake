# Writes OUT, a .cpp file that holds every file of FOLDER as bytes: the program needs no files at run time.
file(GLOB files LIST_DIRECTORIES false RELATIVE ${FOLDER} ${FOLDER}/*)
list(FILTER files EXCLUDE REGEX "(\\.md|^\\..*)$")
set(arrays "")
set(rows "")
set(n 0)
foreach(name IN LISTS files)
    file(READ ${FOLDER}/${name} hex HEX)
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
    string(APPEND arrays "constexpr char kFile${n}[] = {${bytes}'\\0'};\n")
    string(APPEND rows "    PageFile{\"${name}\", {kFile${n}, sizeof kFile${n} - 1}},\n")
    math(EXPR n "${n} + 1")
endforeach()
file(WRITE ${OUT}.new
"// Made by slack/local/embed.cmake.
#include \"slack/local/page_files.hpp\"

#include <array>

namespace deskbell::slack::local {

namespace {
${arrays}
constexpr std::array<PageFile, ${n}> kFiles{
${rows}};
}  // namespace

std::span<const PageFile> page_files()
{
    return kFiles;
}

}  // namespace deskbell::slack::local
")
file(COPY_FILE ${OUT}.new ${OUT} ONLY_IF_DIFFERENT)
