// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "tests/core/dataset/object_support.h"

namespace pwb::dataset {
namespace {

using namespace test;
using Json = nlohmann::json;

TEST(Coco, TheSampleIsReadAsItIsWritten) {
    const auto manifest = readManifest(kPitch / "val", withNames("{0: 'ball', 1: 'player', 2: 'cone'}", 3));
    ASSERT_TRUE(manifest) << codeOf(manifest);
    EXPECT_EQ(manifest->kind, SourceKind::Coco);
    EXPECT_TRUE(manifest->hasObjects);
    EXPECT_TRUE(manifest->warnings.empty());
    EXPECT_EQ(manifest->classes, (std::vector<std::string>{"ball", "player", "cone"}));
    ASSERT_EQ(manifest->samples.size(), 320U);
    EXPECT_EQ(manifest->objectCount(), 1980);
    EXPECT_EQ(manifest->samples[0].path, kPitch / "val/images/00000.jpg");
    const Object& first = manifest->samples[0].objects.at(0);
    EXPECT_EQ(first.box, (Box{117.36, 2.19, 48.62, 110.02}));
    EXPECT_EQ(first.label, 1);
    EXPECT_EQ(first.area, 5349.05);
    // The file itself gives the same.
    const auto file = readManifest(kPitch / "val/annotations.json", forDetection());
    ASSERT_TRUE(file);
    EXPECT_EQ(file->samples[319].objects, manifest->samples[319].objects);
}

TEST(Coco, ClassesFollowTheModelsNamesElseTheIds) {
    const TestFolder folder;
    Json coco = cocoOf(1);
    coco["categories"].push_back({{"id", 5}, {"name", "player"}});
    annotate(coco, 0, 7, {1, 2, 10, 10});
    annotate(coco, 0, 5, {1, 2, 20, 10});
    const auto file = writeCoco(folder, coco);
    const auto labels = [&](const LabelOptions& options) {
        const auto manifest = readManifest(file, options);
        EXPECT_TRUE(manifest) << codeOf(manifest);
        std::vector<int> found;
        for (const Object& object : manifest->samples[0].objects) found.push_back(object.label);
        return std::pair(manifest->classes, found);
    };
    using Names = std::vector<std::string>;
    // 3 cone, 5 player, 7 ball
    EXPECT_EQ(labels(forDetection()), std::pair(Names({"cone", "player", "ball"}), std::vector{2, 1}));
    EXPECT_EQ(labels(withNames("['ball', 'player', 'cone', 'goal']", 4)),
              std::pair(Names({"ball", "player", "cone", "goal"}), std::vector{0, 1}));
    EXPECT_EQ(labels(withNames("['Player', 'BALL']", 2)),
              std::pair(Names({"Player", "BALL"}), std::vector{1, 0}));
    // As many outputs as ids reach: the ids are the indices.
    EXPECT_EQ(labels(withNames("", 8)).second, (std::vector{7, 5}));

    const auto partly = readManifest(file, withNames("['ball', 'goal']", 2));
    ASSERT_TRUE(partly);
    EXPECT_EQ(partly->objectCount(), 1);
    const auto* unknown = find(partly->warnings, "dataset.objects_unknown_class");
    ASSERT_TRUE(unknown);
    EXPECT_EQ(argument(*unknown, "name"), "player");
    const auto other = readManifest(file, withNames("['a', 'b', 'c']", 3));
    ASSERT_TRUE(other);
    EXPECT_TRUE(find(other->warnings, "dataset.classes_by_order"));
    EXPECT_EQ(codeOf(readManifest(file, withNames("", 2))), "dataset.classes_mismatch");
    LabelOptions given = forDetection();
    given.labelsFile = folder.write("names.txt", "ball\ncone\n");
    EXPECT_EQ(codeOf(readManifest(file, given)), "dataset.label_unknown");
}

TEST(Coco, SparseIdsOfManyClassesGoByOrder) {
    const TestFolder folder;
    Json coco = cocoOf(1);
    coco["categories"] = Json::array();
    for (int id = 90; id > 0; --id)
        if (id % 9 != 0) coco["categories"].push_back({{"id", id}, {"name", "c" + std::to_string(id)}});
    annotate(coco, 0, 10, {1, 1, 5, 5});
    annotate(coco, 0, 89, {1, 1, 5, 5});
    const auto manifest = readManifest(writeCoco(folder, coco), withNames("", 80));
    ASSERT_TRUE(manifest);
    ASSERT_EQ(manifest->classes.size(), 80U);
    EXPECT_EQ(manifest->samples[0].objects[0].label, 8);
    EXPECT_EQ(manifest->samples[0].objects[1].label, 79);
}

TEST(Coco, AnnotationFilesAndImagesAreFoundWhereToolsPutThem) {
    Json coco = cocoOf(1);
    annotate(coco, 0, 7, {1, 2, 10, 10});
    const struct {
        const char *json, *image;
    } layouts[] = {{"annotations.json", "images/0.ppm"},
                   {"_annotations.coco.json", "0.ppm"},
                   {"annotations/instances_val2017.json", "val2017/0.ppm"},
                   {"annotations/instances_val.json", "images/val/0.ppm"},
                   {"labels.json", "data/0.ppm"}};
    for (const auto& layout : layouts) {
        const TestFolder folder;
        folder.write(layout.json, coco.dump());
        const auto image = folder.write(layout.image, ppm(100, 80));
        const auto manifest = readManifest(folder.path(), forDetection());
        ASSERT_TRUE(manifest) << layout.json << " " << codeOf(manifest);
        EXPECT_EQ(manifest->samples[0].path, image);
    }
    const TestFolder folder;
    folder.write("annotations/instances_train.json", coco.dump());
    folder.write("annotations/instances_test.json", coco.dump());
    EXPECT_EQ(codeOf(readManifest(folder.path(), forDetection())), "dataset.coco_several");
    folder.write("val/0.ppm", ppm(100, 80));
    folder.write("annotations/instances_val.json", coco.dump());
    EXPECT_TRUE(readManifest(folder.path(), forDetection()));
}

TEST(Coco, BrokenFilesSayWhatAndWhere) {
    const TestFolder folder;
    const auto read = [&](const std::string& text) {
        return readManifest(folder.write("a.json", text), forDetection());
    };
    EXPECT_EQ(codeOf(read("")), "dataset.annotations_empty");
    EXPECT_EQ(codeOf(read(" \n")), "dataset.annotations_empty");
    const auto broken = read("{\"images\": [\n{\"id\": 1,, }]}");
    ASSERT_EQ(codeOf(broken), "dataset.json_invalid");
    EXPECT_EQ(argument(broken.error().message, "line"), "2");
    EXPECT_EQ(argument(broken.error().message, "column"), "10");
    EXPECT_EQ(codeOf(read(cocoOf(2).dump().substr(0, 80))), "dataset.json_invalid");
    const auto missing = read("{\"images\": [], \"annotations\": []}");
    ASSERT_EQ(codeOf(missing), "dataset.coco_missing");
    EXPECT_EQ(argument(missing.error().message, "missing"), "categories");
    EXPECT_EQ(codeOf(read("[1, 2]")), "dataset.coco_missing");
    EXPECT_EQ(codeOf(read(cocoOf(0).dump())), "dataset.annotations_no_images");
    Json coco = cocoOf(2);
    coco["images"][1].erase("file_name");
    const auto field = read(coco.dump());
    ASSERT_EQ(codeOf(field), "dataset.coco_field");
    EXPECT_EQ(argument(field.error().message, "list"), "images");
    EXPECT_EQ(argument(field.error().message, "number"), "2");
    coco = cocoOf(1);
    coco["annotations"].push_back({{"id", 1}, {"image_id", 10}, {"category_id", 3}, {"bbox", {1, 2, 3}}});
    EXPECT_EQ(argument(read(coco.dump()).error().message, "field"), "bbox");
}

TEST(Coco, IdsMustTellEntriesApart) {
    const TestFolder folder;
    const auto read = [&](const Json& coco) { return readManifest(writeCoco(folder, coco), forDetection()); };
    Json coco = cocoOf(2);
    coco["images"][1]["id"] = 10;
    EXPECT_EQ(codeOf(read(coco)), "dataset.coco_image_twice");
    coco = cocoOf(1);
    coco["categories"][1]["id"] = 3;
    EXPECT_EQ(codeOf(read(coco)), "dataset.coco_category_twice");
    coco = cocoOf(1);
    annotate(coco, 0, 7, {1, 1, 5, 5});
    annotate(coco, 0, 8, {1, 1, 5, 5});
    const auto unknown = read(coco);
    ASSERT_EQ(codeOf(unknown), "dataset.coco_category_unknown");
    EXPECT_EQ(argument(unknown.error().message, "id"), "8");
    EXPECT_EQ(argument(unknown.error().message, "annotation"), "2");
    // A group of the same name that no annotation uses, as some tools write, is passed over.
    coco = cocoOf(1);
    coco["categories"][0]["name"] = "ball";
    annotate(coco, 0, 7, {1, 1, 5, 5});
    const auto grouped = read(coco);
    ASSERT_TRUE(grouped);
    EXPECT_EQ(grouped->classes, std::vector<std::string>{"ball"});
    annotate(coco, 0, 3, {1, 1, 5, 5});
    EXPECT_EQ(codeOf(read(coco)), "dataset.coco_name_twice");
    coco = cocoOf(1);
    annotate(coco, 0, 7, {1, 1, 5, 5});
    annotate(coco, 0, 7, {9, 1, 5, 5});
    coco["annotations"][1]["id"] = 1;
    annotate(coco, 4, 7, {1, 1, 5, 5});
    const auto warned = read(coco);
    ASSERT_TRUE(warned);
    EXPECT_EQ(warned->objectCount(), 2);
    ASSERT_TRUE(find(warned->warnings, "dataset.coco_annotation_twice"));
    ASSERT_TRUE(find(warned->warnings, "dataset.coco_image_unknown"));
    EXPECT_EQ(argument(*find(warned->warnings, "dataset.coco_image_unknown"), "first"), "3");
}

TEST(Coco, BoxesAreClippedOrLeftOutAndCounted) {
    const TestFolder folder;
    Json coco = cocoOf(1);
    annotate(coco, 0, 7, {-0.5, 0, 20, 80.9});  // rounding
    annotate(coco, 0, 7, {-10, 70, 30, 20});    // over two edges
    annotate(coco, 0, 7, {90, 5, 100, 10});     // over the right one
    annotate(coco, 0, 7, {100, 5, 10, 10});     // outside
    annotate(coco, 0, 7, {10, 5, 0, 10});       // no width
    annotate(coco, 0, 7, {10, 5, 4, -1});       // no height
    annotate(coco, 0, 7, {10, 5, 4, 4});
    coco["annotations"][6]["bbox"][2] = nullptr;  // no number
    annotate(coco, 0, 7, {10, 5, 4, 4});
    coco["annotations"][7]["iscrowd"] = 1;
    coco["annotations"][7]["area"] = 3.5;
    const auto manifest = readManifest(writeCoco(folder, coco), forDetection());
    ASSERT_TRUE(manifest);
    const auto& objects = manifest->samples[0].objects;
    ASSERT_EQ(objects.size(), 4U);
    EXPECT_EQ(objects[0].box, (Box{-0.5, 0, 20, 80.9}));
    EXPECT_EQ(objects[1].box, (Box{0, 70, 20, 10}));
    EXPECT_EQ(objects[1].area, 200);
    EXPECT_EQ(objects[2].box, (Box{90, 5, 10, 10}));
    EXPECT_TRUE(objects[3].crowd);
    EXPECT_EQ(objects[3].area, 3.5);
    EXPECT_EQ(manifest->objectCount(), 3);
    const auto told = [&](const char* code, const char* argumentName) {
        const auto* message = find(manifest->warnings, std::string("dataset.") + code);
        return message ? argument(*message, argumentName) : "(none)";
    };
    EXPECT_EQ(told("boxes_clipped", "count"), "2");
    EXPECT_TRUE(told("boxes_clipped", "first").ends_with("annotations.json, id 2"));
    EXPECT_EQ(told("boxes_outside", "count"), "1");
    EXPECT_EQ(told("boxes_empty", "count"), "3");
    EXPECT_TRUE(told("boxes_empty", "first").ends_with("id 5"));
}

TEST(Coco, MissingImagesAreAnErrorBeyondOneInAHundred) {
    const TestFolder folder;
    const auto file = writeCoco(folder, cocoOf(200));
    std::filesystem::remove(folder.path() / "7.ppm");
    std::filesystem::remove(folder.path() / "9.ppm");
    const auto few = readManifest(file, forDetection());
    ASSERT_TRUE(few);
    EXPECT_EQ(few->samples.size(), 200U);
    const auto* warning = find(few->warnings, "dataset.some_images_missing");
    ASSERT_TRUE(warning);
    EXPECT_EQ(argument(*warning, "count"), "2");
    std::filesystem::remove(folder.path() / "8.ppm");
    const auto many = readManifest(file, forDetection());
    ASSERT_EQ(codeOf(many), "dataset.images_missing");
    EXPECT_EQ(argument(many.error().message, "count"), "3");
    EXPECT_EQ(argument(many.error().message, "first"), (folder.path() / "7.ppm").string());
}

TEST(Coco, AnImageOfAnotherSizeThanStatedIsTold) {
    const TestFolder folder;
    const auto file = writeCoco(folder, cocoOf(1));
    folder.write("0.ppm", ppm(80, 100));
    const auto manifest = readManifest(file, forDetection());
    ASSERT_TRUE(manifest);
    const auto* warning = find(manifest->warnings, "dataset.image_size_differs");
    ASSERT_TRUE(warning);
    EXPECT_EQ(argument(*warning, "stated"), "100×80");
    EXPECT_EQ(argument(*warning, "found"), "80×100");
}

TEST(Images, WithoutLabelsForDetectionOnly) {
    const auto calibration = readManifest(kPitch / "calib", forDetection());
    ASSERT_TRUE(calibration) << codeOf(calibration);
    EXPECT_EQ(calibration->kind, SourceKind::Images);
    EXPECT_FALSE(calibration->hasObjects);
    EXPECT_EQ(calibration->samples.size(), 160U);
    EXPECT_EQ(calibration->samples[0].label, -1);
    EXPECT_TRUE(readManifest(kPitch / "calib/images", forDetection()));
    EXPECT_EQ(codeOf(readManifest(kPitch / "calib/images", {})), "dataset.unsupported");
    EXPECT_EQ(codeOf(readManifest(kGlyphs / "val", forDetection())), "dataset.folders_for_detection");
    EXPECT_TRUE(readManifest(kGlyphs / "val", {}));
    const TestFolder folder;
    EXPECT_EQ(codeOf(readManifest(folder.path(), forDetection())), "dataset.empty");
    folder.write("notes.md", "x");
    EXPECT_EQ(codeOf(readManifest(folder.path(), forDetection())), "dataset.no_images");
}

}  // namespace
}  // namespace pwb::dataset
