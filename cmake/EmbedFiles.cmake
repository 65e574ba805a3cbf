# SPDX-License-Identifier: GPL-3.0-or-later
# Writes OUTPUT, which defines pwb::base::embeddedFiles() over FILES (paths below ROOT become the names).
set(arrays "")
set(rows "")
set(index 0)
foreach(file IN LISTS FILES)
  file(READ ${file} hex HEX)
  string(REGEX REPLACE "(................................)" "\\1\n" hex "${hex}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," hex "${hex}")
  file(RELATIVE_PATH name ${ROOT} ${file})
  file(SIZE ${file} size)
  string(APPEND arrays "const unsigned char file${index}[] = {\n${hex}0};\n")
  string(APPEND rows "    {\"${name}\", {reinterpret_cast<const char*>(file${index}), ${size}}},\n")
  math(EXPR index "${index} + 1")
endforeach()
file(WRITE ${OUTPUT} "#include \"core/base/resources.h\"\nnamespace pwb::base {\nnamespace {\n${arrays}}  // namespace\n\
const std::vector<EmbeddedFile>& embeddedFiles() {\n    static const std::vector<EmbeddedFile> files = {\n${rows}    };\n\
    return files;\n}\n}  // namespace pwb::base\n")
