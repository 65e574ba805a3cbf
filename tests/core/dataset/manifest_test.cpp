// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/manifest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/dataset/labels.h"
#include "tests/core/dataset/support.h"

namespace pwb::dataset::test {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;

std::vector<std::string> namesOf(const Manifest& manifest) {
    std::vector<std::string> names;
    for (const Sample& sample : manifest.samples)
        names.push_back(sample.path.lexically_relative(manifest.root).string() + "=" +
                        std::to_string(sample.label));
    return names;
}

TEST(ClassFolders, Glyphs) {
    const auto manifest = readManifest(kGlyphs / "val/", {.modelClasses = 36});
    ASSERT_TRUE(manifest);
    EXPECT_EQ(manifest->kind, SourceKind::ClassFolders);
    EXPECT_EQ(manifest->samples.size(), 1008U);
    EXPECT_EQ(manifest->classes.size(), 36U);
    EXPECT_EQ(manifest->classes.front(), "0");
    EXPECT_EQ(manifest->classes.back(), "Z");
    EXPECT_EQ(manifest->samplesPerClass(), std::vector<int>(36, 28));
    EXPECT_TRUE(manifest->warnings.empty());
    EXPECT_TRUE(manifest->samples.front().path.is_absolute());
    EXPECT_EQ(codeOf(readManifest(kGlyphs / "val", {.modelClasses = 10})), "dataset.classes_mismatch");
}

TEST(ClassFolders, OrderIsByBytesAndOtherFilesAreCounted) {
    const TestFolder folder;
    for (const char* name :
         {"b/2.jpg", "b/10.JPG", "b/Z.webp", "a b/x.png", "猫/一.jpeg", "a b/sub/y.tiff", "a b/sub.bmp",
          "a b/notes.txt", "a b/.hidden.jpg", "b/.git/z.jpg", ".cache/q.jpg", "readme.md", "b/noext"})
        folder.write(name, "x");
    const auto manifest = readManifest(folder.path(), {});
    ASSERT_TRUE(manifest);
    EXPECT_THAT(manifest->classes, ElementsAre("a b", "b", "猫"));
    EXPECT_THAT(namesOf(*manifest), ElementsAre("a b/sub.bmp=0", "a b/sub/y.tiff=0", "a b/x.png=0",
                                                "b/10.JPG=1", "b/2.jpg=1", "b/Z.webp=1", "猫/一.jpeg=2"));
    const auto* skipped = find(manifest->warnings, "dataset.files_skipped");
    ASSERT_NE(skipped, nullptr);
    EXPECT_EQ(argument(*skipped, "count"), "3");
    EXPECT_EQ(argument(*skipped, "first"), (folder.path() / "a b/notes.txt").string());
}

TEST(ClassFolders, NamesThatAreNotUtf8) {
    const TestFolder folder;
    folder.write("\xE9t\xE9/\xFF.jpg", "x");
    folder.write("b/1.jpg", "x");
    const auto manifest = readManifest(folder.path(), {});
    ASSERT_TRUE(manifest);
    EXPECT_THAT(manifest->classes, ElementsAre("b", "\xE9t\xE9"));
    EXPECT_TRUE(fs::exists(manifest->samples.back().path));
}

TEST(ClassFolders, WhatIsNoDataSet) {
    const TestFolder folder;
    EXPECT_EQ(codeOf(readManifest(folder.path() / "nowhere", {})), "dataset.not_found");
    EXPECT_EQ(codeOf(readManifest("", {})), "dataset.not_found");
    EXPECT_EQ(codeOf(readManifest(folder.path(), {})), "dataset.empty");
    folder.write("lonely.jpg", "x");
    EXPECT_EQ(codeOf(readManifest(folder.path(), {})), "dataset.unsupported");
    EXPECT_EQ(codeOf(readManifest(folder.path() / "lonely.jpg", {})), "dataset.unsupported");
    folder.write("class/text.txt", "x");
    EXPECT_EQ(codeOf(readManifest(folder.path(), {})), "dataset.no_images");
}

TEST(ClassOrder, LabelsFileBesideTheDataDecides) {
    const TestFolder folder;
    folder.write("set/val/cat/1.jpg", "x");
    folder.write("set/val/dog/1.jpg", "x");
    folder.write("set/labels.txt",
                 "\xEF\xBB\xBF"
                 "dog\r\nbird\r\n cat \r\n\r\n");
    const auto manifest = readManifest(folder.path() / "set/val", {.modelClasses = 3});
    ASSERT_TRUE(manifest);
    EXPECT_THAT(manifest->classes, ElementsAre("dog", "bird", "cat"));
    EXPECT_THAT(namesOf(*manifest), ElementsAre("dog/1.jpg=0", "cat/1.jpg=2"));
    EXPECT_TRUE(manifest->warnings.empty());
}

TEST(ClassOrder, LabelsThatDoNotHoldTheFoldersAreIgnoredUnlessGiven) {
    const TestFolder folder;
    folder.write("set/cat/1.jpg", "x");
    folder.write("set/labels.txt", "one\ntwo\n");
    const fs::path model = folder.write("model/m.onnx", "x");
    folder.write("model/labels.txt", "dog\ncat\n");
    auto manifest = readManifest(folder.path() / "set", {.modelPath = model});
    ASSERT_TRUE(manifest);
    EXPECT_THAT(manifest->classes, ElementsAre("dog", "cat"));
    const auto wrong = readManifest(folder.path() / "set", {.labelsFile = folder.path() / "set/labels.txt"});
    ASSERT_EQ(codeOf(wrong), "dataset.label_unknown");
    EXPECT_EQ(argument(wrong.error().message, "name"), "cat");
    EXPECT_EQ(wrong.error().file, (folder.path() / "set/labels.txt").string());
    EXPECT_EQ(codeOf(readManifest(folder.path() / "set", {.labelsFile = folder.path() / "no.txt"})),
              "base.read_failed");
    EXPECT_EQ(codeOf(readManifest(folder.path() / "set", {.labelsFile = folder.write("blank.txt", "\n \n")})),
              "dataset.labels_file");
}

TEST(ClassOrder, WrongNumberOfLabels) {
    const TestFolder folder;
    folder.write("cat/1.jpg", "x");
    const fs::path labels = folder.write("names.txt", "cat\ndog\nbird\n");
    const auto more = readManifest(folder.path(), {.labelsFile = labels, .modelClasses = 2});
    ASSERT_EQ(codeOf(more), "dataset.classes_mismatch");
    EXPECT_EQ(argument(more.error().message, "classes"), "3");
    EXPECT_EQ(argument(more.error().message, "outputs"), "2");
    const auto fewer = readManifest(folder.path(), {.labelsFile = labels, .modelClasses = 5});
    ASSERT_TRUE(fewer);
    EXPECT_NE(find(fewer->warnings, "dataset.fewer_classes_than_outputs"), nullptr);
}

TEST(ClassOrder, ANameThatIsUsedMustBeUnique) {
    const TestFolder folder;
    folder.write("crane/1.jpg", "x");
    const auto twice =
        readManifest(folder.path(), {.labelsFile = folder.write("twice.txt", "crane\ndog\ncrane\n")});
    EXPECT_EQ(codeOf(twice), "dataset.label_duplicate");
    EXPECT_TRUE(readManifest(folder.path(), {.labelsFile = folder.write("other.txt", "dog\ndog\ncrane\n")}));
}

TEST(ClassOrder, NumbersAreIndices) {
    const TestFolder folder;
    for (const char* name : {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"})
        folder.write(std::string("set/") + name + "/x.jpg", "x");
    const auto plain = readManifest(folder.path() / "set", {});
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->classes[2], "2");
    EXPECT_EQ(plain->samples.back().label, 10);
    EXPECT_EQ(plain->samples.back().path.parent_path().filename(), "10");
    EXPECT_NE(find(plain->warnings, "dataset.numbered_folders"), nullptr);

    folder.write("set/labels.txt", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\n");
    const auto named = readManifest(folder.path() / "set", {});
    ASSERT_TRUE(named);
    EXPECT_EQ(named->classes[10], "k");
    EXPECT_EQ(named->samples.back().label, 10);

    folder.write("years/2019/x.jpg", "x");
    folder.write("years/2020/x.jpg", "x");
    const auto years = readManifest(folder.path() / "years", {.modelClasses = 2});
    ASSERT_TRUE(years);
    EXPECT_THAT(years->classes, ElementsAre("2019", "2020"));
    EXPECT_EQ(years->samples.back().label, 1);
}

TEST(ClassOrder, NamesInsideTheModel) {
    const TestFolder folder;
    folder.write("player/1.jpg", "x");
    const auto manifest =
        readManifest(folder.path(), {.modelNames = "{0: 'ball', 1: 'player', 2: \"goalkeeper's\"}"});
    ASSERT_TRUE(manifest);
    EXPECT_THAT(manifest->classes, ElementsAre("ball", "player", "goalkeeper's"));
}

TEST(ModelNames, PythonAndJson) {
    EXPECT_THAT(parseModelNames("{0: 'a', 1: 'b'}"), ElementsAre("a", "b"));
    EXPECT_THAT(parseModelNames("{1: 'b', 0: 'it\\'s'}"), ElementsAre("it's", "b"));
    EXPECT_THAT(parseModelNames("[\"a\", 'b',]"), ElementsAre("a", "b"));
    EXPECT_THAT(parseModelNames("{\"0\": \"猫\", \"1\": \"b\"}"), ElementsAre("猫", "b"));
    for (const char* broken :
         {"", "names", "{", "{0: 'a'", "{0 'a'}", "['a' 'b']", "{x: 'a'}", "{99999999999: 'a'}", "{0: 'a"})
        EXPECT_TRUE(parseModelNames(broken).empty()) << broken;
}

}  // namespace
}  // namespace pwb::dataset::test
