// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "tests/core/dataset/object_support.h"

namespace pwb::dataset {
namespace {

using namespace test;

/// images/ and labels/ with one image of 100 × 80 and its labels.
class Yolo : public testing::Test {
protected:
    auto read(const std::string& labels, const LabelOptions& options = forDetection()) {
        folder.write("images/a.ppm", ppm(100, 80));
        folder.write("labels/a.txt", labels);
        return readManifest(folder.path(), options);
    }
    static std::string lineOf(const base::Result<Manifest>& result) {
        return result ? "(no error)" : argument(result.error().message, "line");
    }
    TestFolder folder;
};

TEST_F(Yolo, BoxesAndPolygonsAreFractions) {
    const auto manifest = read("1 0.5 0.25 0.2 0.1\n\n0 0.1 0.2 0.3 0.2 0.2 0.6\r\n");
    ASSERT_TRUE(manifest) << codeOf(manifest);
    EXPECT_EQ(manifest->kind, SourceKind::YoloText);
    ASSERT_EQ(manifest->samples.size(), 1U);
    const auto& objects = manifest->samples[0].objects;
    ASSERT_EQ(objects.size(), 2U);
    EXPECT_NEAR(objects[0].box.x, 40, 1e-9);
    EXPECT_NEAR(objects[0].box.y, 16, 1e-9);
    EXPECT_NEAR(objects[0].box.width, 20, 1e-9);
    EXPECT_NEAR(objects[0].box.height, 8, 1e-9);
    EXPECT_EQ(objects[0].label, 1);
    EXPECT_NEAR(objects[1].box.x, 10, 1e-9);
    EXPECT_NEAR(objects[1].box.y, 16, 1e-9);
    EXPECT_NEAR(objects[1].box.width, 20, 1e-9);
    EXPECT_NEAR(objects[1].box.height, 32, 1e-9);
    EXPECT_EQ(manifest->classes, (std::vector<std::string>{"0", "1"}));
}

TEST_F(Yolo, AnImageWithoutLabelsShowsNothing) {
    folder.write("images/empty.ppm", ppm(10, 10));
    folder.write("images/none.ppm", ppm(10, 10));
    folder.write("labels/empty.txt", "");
    folder.write("labels/stray.txt", "0 .5 .5 .1 .1");
    folder.write("labels/classes.txt", "ball\n");
    const auto manifest = read("0 .5 .5 .1 .1");
    ASSERT_TRUE(manifest);
    ASSERT_EQ(manifest->samples.size(), 3U);
    EXPECT_EQ(manifest->samples[0].objects.size(), 1U);
    EXPECT_TRUE(manifest->samples[1].objects.empty());
    EXPECT_TRUE(manifest->samples[2].objects.empty());
    EXPECT_EQ(manifest->classes, std::vector<std::string>{"ball"});
    const auto* stray = find(manifest->warnings, "dataset.yolo_stray_labels");
    ASSERT_TRUE(stray);
    EXPECT_EQ(argument(*stray, "count"), "1");
    EXPECT_EQ(argument(*stray, "first"), (folder.path() / "labels/stray.txt").string());
}

TEST_F(Yolo, WrongLinesAreNamed) {
    const struct {
        const char *text, *code, *line;
    } cases[] = {{"0 .5 .5 .1 .1\n0 .5 .5 .1\n", "dataset.yolo_columns", "2"},
                 {"0 .5 .5 .1 .1 .9\n", "dataset.yolo_columns", "1"},
                 {"0 .5 .5 .1 .1 .2 .3 .4\n", "dataset.yolo_columns", "1"},
                 {"\nball .5 .5 .1 .1\n", "dataset.yolo_number", "2"},
                 {"0 .5 ,5 .1 .1\n", "dataset.yolo_number", "1"},
                 {"0.5 .5 .5 .1 .1\n", "dataset.yolo_class", "1"},
                 {"-1 .5 .5 .1 .1\n", "dataset.yolo_class", "1"},
                 {"0 50 40 10 10\n", "dataset.yolo_pixels", "1"}};
    for (const auto& [text, code, line] : cases) {
        const auto result = read(text);
        EXPECT_EQ(codeOf(result), code) << text;
        EXPECT_EQ(lineOf(result), line) << text;
        EXPECT_EQ(result.error().file, (folder.path() / "labels/a.txt").string());
    }
    const auto dropped = read("0 nan .5 .1 .1\n0 .5 .5 0 .1\n0 .5 .99 .2 .2\n");
    ASSERT_TRUE(dropped);
    EXPECT_EQ(dropped->objectCount(), 1);
    EXPECT_EQ(argument(*find(dropped->warnings, "dataset.boxes_empty"), "count"), "2");
    EXPECT_TRUE(
        argument(*find(dropped->warnings, "dataset.boxes_clipped"), "first").ends_with("labels/a.txt:3"));
    // More classes than the model has.
    EXPECT_EQ(codeOf(read("4 .5 .5 .1 .1\n", withNames("", 3))), "dataset.label_index");
}

TEST_F(Yolo, DataYamlNamesSplitsAndClasses) {
    read("1 .5 .5 .1 .1");
    folder.write("images/val/b.ppm", ppm(10, 10));
    folder.write("labels/val/b.txt", "2 .5 .5 .1 .1");
    const auto yaml = [&](const std::string& text) {
        return readManifest(folder.write("data.yaml", text), forDetection());
    };
    const auto listed =
        yaml("path: .\ntrain: images\nval: images/val  # a comment\nnames: [ball, player, cone]\n");
    ASSERT_TRUE(listed) << codeOf(listed);
    ASSERT_EQ(listed->samples.size(), 1U);
    EXPECT_EQ(listed->classes, (std::vector<std::string>{"ball", "player", "cone"}));
    EXPECT_EQ(listed->samples[0].objects[0].label, 2);
    EXPECT_EQ(readManifest(folder.path(), forDetection())->samples.size(), 1U);
    const auto mapped = yaml("val: ../images/val\nnc: 3\nnames:\n  0: ball\n  1: player\n  2: cone\n");
    ASSERT_TRUE(mapped) << codeOf(mapped);
    EXPECT_EQ(mapped->classes[2], "cone");
    folder.write("val.txt", "./images/a.ppm\nimages/val/b.ppm\n");
    EXPECT_EQ(yaml("val: val.txt\nnc: 3\n")->samples.size(), 2U);

    EXPECT_EQ(codeOf(yaml("")), "dataset.annotations_empty");
    EXPECT_EQ(codeOf(yaml("names: [a\nval: x: y\n")), "dataset.yaml_invalid");
    EXPECT_EQ(codeOf(yaml("names: [a]\n")), "dataset.yolo_yaml");
    EXPECT_EQ(codeOf(yaml("val: images\nnc: 2\nnames: [a]\n")), "dataset.yolo_names");
    EXPECT_EQ(codeOf(yaml("val: nowhere\n")), "dataset.yolo_split");
    const auto beyond = yaml("val: images/val\nnames: [ball, player]\n");
    ASSERT_EQ(codeOf(beyond), "dataset.yolo_class");
    EXPECT_EQ(argument(beyond.error().message, "classes"), "2");
}

TEST_F(Yolo, FoldersOfOtherLayouts) {
    read("0 .5 .5 .1 .1");
    EXPECT_EQ(readManifest(folder.path() / "images", forDetection())->objectCount(), 1);
    const TestFolder beside;
    beside.write("a.ppm", ppm(10, 10));
    beside.write("b.ppm", ppm(10, 10));
    beside.write("a.txt", "0 .5 .5 .1 .1");
    const auto manifest = readManifest(beside.path(), forDetection());
    ASSERT_TRUE(manifest) << codeOf(manifest);
    EXPECT_EQ(manifest->samples.size(), 2U);
    EXPECT_EQ(manifest->objectCount(), 1);
    std::filesystem::remove(folder.path() / "labels/a.txt");
    EXPECT_EQ(codeOf(readManifest(folder.path(), forDetection())), "dataset.yolo_no_labels");
}

}  // namespace
}  // namespace pwb::dataset
