// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

#include "core/dataset/write_manifest.h"
#include "tests/core/dataset/object_support.h"

namespace pwb::dataset {
namespace {

using namespace test;

class BoxCsv : public testing::Test {
protected:
    auto read(const std::string& text, const LabelOptions& options = forDetection()) {
        folder.write("a.ppm", ppm(100, 80));
        folder.write("b.ppm", ppm(100, 80));
        return readManifest(folder.write("boxes.csv", text), options);
    }
    TestFolder folder;
};

TEST_F(BoxCsv, ColumnsByName) {
    const Box expected{10, 20, 30, 40};
    for (const char* text :
         {"path,label,x1,y1,x2,y2\na.ppm,ball,10,20,40,60\n",
          "filename,class,xmin,ymin,xmax,ymax\na.ppm,ball,10,20,40,60\n",
          "image,label,x,y,w,h\na.ppm,ball,10,20,30,40\n", "h,w,y,x,Label,Path\n40,30,20,10,ball,a.ppm\n",
          "path;label;x;y;width;height\na.ppm;ball;10;20;30;40\n",
          "filename,width,height,class,xmin,ymin,xmax,ymax\na.ppm,100,80,ball,10,20,40,60\n",
          "path,label,x1,y1,x2,y2\na.ppm,ball,.1,.25,.4,.75\n"}) {
        const auto manifest = read(text);
        ASSERT_TRUE(manifest) << text << codeOf(manifest);
        EXPECT_EQ(manifest->kind, SourceKind::CsvBoxes);
        ASSERT_EQ(manifest->samples.size(), 1U);
        ASSERT_EQ(manifest->samples[0].objects.size(), 1U) << text;
        const Box& box = manifest->samples[0].objects[0].box;
        EXPECT_NEAR(box.x, expected.x, 1e-9) << text;
        EXPECT_NEAR(box.y, expected.y, 1e-9) << text;
        EXPECT_NEAR(box.width, expected.width, 1e-9) << text;
        EXPECT_NEAR(box.height, expected.height, 1e-9) << text;
        EXPECT_EQ(manifest->classes, std::vector<std::string>{"ball"});
    }
}

TEST_F(BoxCsv, RowsOfOneImageAndOfNone) {
    const auto manifest = read("path,label,x,y,w,h\nb.ppm,,,,,\na.ppm,cone,1,1,5,5\na.ppm,ball,2,2,5,5\n",
                               withNames("['ball', 'cone']", 2));
    ASSERT_TRUE(manifest) << codeOf(manifest);
    ASSERT_EQ(manifest->samples.size(), 2U);
    EXPECT_TRUE(manifest->samples[0].objects.empty());
    ASSERT_EQ(manifest->samples[1].objects.size(), 2U);
    EXPECT_EQ(manifest->samples[1].objects[0].label, 1);
    EXPECT_EQ(manifest->samples[1].objects[1].label, 0);
    const auto numbered =
        read("path,label,x,y,w,h\na.ppm,2,1,1,5,5\n", withNames("['ball', 'cone', 'goal']", 3));
    ASSERT_TRUE(numbered);
    EXPECT_EQ(numbered->samples[0].objects[0].label, 2);
    EXPECT_EQ(numbered->classes[2], "goal");
}

TEST_F(BoxCsv, WrongRowsAreNamed) {
    const std::string header = "path,label,x,y,w,h\n";
    const struct {
        const char *text, *code, *line;
    } cases[] = {{"a.ppm,ball,1,1,5\n", "dataset.csv_row", "2"},
                 {"a.ppm,ball,1,1,5,5\n,ball,1,1,5,5\n", "dataset.csv_cell_empty", "3"},
                 {"a.ppm,,1,1,5,5\n", "dataset.csv_cell_empty", "2"},
                 {"a.ppm,ball,1,1,,5\n", "dataset.csv_number", "2"},
                 {"a.ppm,ball,1,1,5 px,5\n", "dataset.csv_number", "2"}};
    for (const auto& [text, code, line] : cases) {
        const auto result = read(header + text);
        ASSERT_EQ(codeOf(result), code) << text;
        EXPECT_EQ(argument(result.error().message, "line"), line);
    }
    EXPECT_EQ(codeOf(read(header)), "dataset.empty");
    EXPECT_EQ(codeOf(read("path,label\na.ppm,ball\n")), "dataset.csv_without_boxes");
    EXPECT_EQ(codeOf(read(header + "gone.ppm,ball,1,1,5,5\n")), "dataset.images_missing");
    const auto clipped = read(header + "a.ppm,ball,90,1,50,5\n");
    ASSERT_TRUE(clipped);
    EXPECT_TRUE(
        argument(*find(clipped->warnings, "dataset.boxes_clipped"), "first").ends_with("boxes.csv:2"));
}

/// The sample's boxes in other formats, made from its COCO file.
class Formats : public testing::Test {
protected:
    void SetUp() override {
        auto read = readManifest(kPitch / "val", forDetection());
        ASSERT_TRUE(read);
        coco = std::move(*read);
    }
    void expectSame(const Manifest& other, double tolerance) const {
        ASSERT_EQ(other.samples.size(), coco.samples.size());
        EXPECT_EQ(other.classes, coco.classes);
        for (std::size_t i = 0; i < coco.samples.size(); ++i) {
            const auto &expected = coco.samples[i].objects, &found = other.samples[i].objects;
            ASSERT_EQ(other.samples[i].path.filename(), coco.samples[i].path.filename());
            ASSERT_EQ(found.size(), expected.size()) << i;
            for (std::size_t j = 0; j < expected.size(); ++j) {
                ASSERT_EQ(found[j].label, expected[j].label);
                ASSERT_NEAR(found[j].box.x, expected[j].box.x, tolerance);
                ASSERT_NEAR(found[j].box.y, expected[j].box.y, tolerance);
                ASSERT_NEAR(found[j].box.width, expected[j].box.width, tolerance);
                ASSERT_NEAR(found[j].box.height, expected[j].box.height, tolerance);
            }
        }
    }
    TestFolder folder;
    Manifest coco;
};

/// Six decimals of 320 pixels: ± 1.6e-4 for a side, twice that for a corner.
TEST_F(Formats, YoloTextHoldsTheSameBoxes) {
    std::filesystem::create_directories(folder.path() / "images");
    for (const Sample& sample : coco.samples) {
        std::filesystem::create_symlink(sample.path, folder.path() / "images" / sample.path.filename());
        std::string text;
        for (const Object& object : sample.objects) {
            char line[128];
            std::snprintf(line, sizeof line, "%d %.6f %.6f %.6f %.6f\n", object.label,
                          (object.box.x + object.box.width / 2) / 320,
                          (object.box.y + object.box.height / 2) / 320, object.box.width / 320,
                          object.box.height / 320);
            text += line;
        }
        folder.write("labels/" + sample.path.stem().string() + ".txt", text);
    }
    folder.write("data.yaml", "val: images\nnames: {0: ball, 1: player, 2: cone}\n");
    const auto yolo = readManifest(folder.path(), forDetection());
    ASSERT_TRUE(yolo) << codeOf(yolo);
    EXPECT_TRUE(yolo->warnings.empty());
    expectSame(*yolo, 3.3e-4);
}

TEST_F(Formats, CsvOfCornersHoldsTheSameBoxes) {
    std::ostringstream text;
    text.precision(12);
    text << "image,label,x1,y1,x2,y2\n";
    for (const Sample& sample : coco.samples) {
        for (const Object& object : sample.objects)
            text << sample.path.string() << ',' << coco.classes[static_cast<std::size_t>(object.label)] << ','
                 << object.box.x << ',' << object.box.y << ',' << object.box.x + object.box.width << ','
                 << object.box.y + object.box.height << '\n';
        if (sample.objects.empty()) text << sample.path.string() << ",,,,,\n";
    }
    folder.write("labels.txt", "ball\nplayer\ncone\n");
    const auto csv = readManifest(folder.write("boxes.csv", text.str()), forDetection());
    ASSERT_TRUE(csv) << codeOf(csv);
    expectSame(*csv, 1e-9);
}

TEST_F(Formats, AWrittenManifestIsReadAsItWas) {
    coco.samples[3].objects[0].crowd = true;
    coco.samples[4].objects.clear();
    const auto file = folder.path() / "drawn.csv";
    ASSERT_TRUE(writeCsvManifest(coco, file));
    const auto again = readManifest(file, withNames("['ball', 'player', 'cone']", 3));
    ASSERT_TRUE(again) << codeOf(again);
    ASSERT_EQ(again->samples.size(), coco.samples.size());
    for (std::size_t i = 0; i < coco.samples.size(); ++i) {
        ASSERT_EQ(again->samples[i].path, coco.samples[i].path);
        ASSERT_EQ(again->samples[i].objects, coco.samples[i].objects) << i;
    }
    const auto images = readManifest(kPitch / "calib", forDetection());
    ASSERT_TRUE(writeCsvManifest(*images, file));
    const auto unlabelled = readManifest(file, forDetection());
    ASSERT_TRUE(unlabelled) << codeOf(unlabelled);
    EXPECT_FALSE(unlabelled->hasObjects);
    EXPECT_EQ(unlabelled->samples.size(), 160U);
    EXPECT_EQ(unlabelled->samples[159].path, images->samples[159].path);
}

}  // namespace
}  // namespace pwb::dataset
