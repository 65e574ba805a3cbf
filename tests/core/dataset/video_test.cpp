// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/video/video.h"

#include <gtest/gtest.h>

#include <fstream>
#include <opencv2/imgproc.hpp>

#include "core/base/files.h"
#include "core/dataset/calibration_check.h"
#include "core/dataset/loader.h"
#include "core/dataset/write_manifest.h"
#include "tests/core/dataset/object_support.h"
#include "tests/support/places.h"

namespace pwb::dataset {
namespace {

using namespace test;
namespace fs = std::filesystem;

const fs::path kVariable = tests::testData() / "videos/variable_rate.mp4";

/// Frame n shows n in binary as eight bars, as tests/data/videos/make.py draws them.
cv::Mat codeFrame(int number) {
    cv::Mat frame(48, 64, CV_8UC3, cv::Scalar::all(30));
    for (int digit = 0; digit < 8; ++digit)
        if (number >> digit & 1) frame(cv::Rect(digit * 8, 0, 8, 48)).setTo(cv::Scalar::all(220));
    return frame;
}

/// The number that a picture of 64 columns shows; `values` is one of its rows, `step` apart.
template <class T>
int codeIn(const T* values, int step, double half) {
    int number = 0;
    for (int digit = 0; digit < 8; ++digit)
        if (values[(digit * 8 + 4) * step] > half) number |= 1 << digit;
    return number;
}
int frameCode(const PreviewImage& picture) {
    return codeIn(picture.rgb.data() + 20 * 64 * 3, 3, 128);
}

fs::path writeVideo(const fs::path& file, const char* codec, int frames, double rate = 25) {
    cv::VideoWriter writer(file.string(), cv::CAP_FFMPEG,
                           cv::VideoWriter::fourcc(codec[0], codec[1], codec[2], codec[3]), rate,
                           cv::Size(64, 48));
    EXPECT_TRUE(writer.isOpened()) << "OpenCV lacks FFmpeg or this codec";
    for (int i = 0; i < frames; ++i) writer.write(codeFrame(i));
    return file;
}

std::vector<std::int64_t> rowsOf(const Manifest& manifest) {
    std::vector<std::int64_t> rows;
    for (const Sample& sample : manifest.samples) rows.push_back(sample.row);
    return rows;
}

LabelOptions atRate(double rate) {
    LabelOptions options = forDetection();
    options.videoRate = rate;
    return options;
}

Preprocess plain() {
    Preprocess preprocess;
    preprocess.width = 64;
    preprocess.height = 48;
    return preprocess;
}

/// The numbers that the loader's pictures show.
std::vector<int> loaded(const Manifest& manifest, const Loader::Options& options = {}) {
    Loader loader(manifest, plain(), options, {});
    std::vector<int> codes;
    while (const auto batch = loader.next())
        for (std::size_t i = 0; i < batch->indices.size(); ++i)
            codes.push_back(codeIn(batch->inputs[0].as<float>().data() + i * 3 * 64 * 48 + 20 * 64, 1, 0.5));
    EXPECT_TRUE(loader.skipped().empty());
    return codes;
}

TEST(Video, FramesAreSampledByRate) {
    const TestFolder folder;
    const fs::path file = writeVideo(folder.path() / "clip.avi", "MJPG", 60);
    const auto manifest = readManifest(file, forDetection());
    ASSERT_TRUE(manifest) << test::codeOf(manifest);
    EXPECT_EQ(manifest->kind, SourceKind::Video);
    EXPECT_FALSE(manifest->hasObjects);
    EXPECT_EQ(rowsOf(*manifest), (std::vector<std::int64_t>{0, 25, 50}));
    EXPECT_EQ(manifest->samples[1].path, file.string() + "#25");
    EXPECT_EQ(rowsOf(*readManifest(file, atRate(5))),
              (std::vector<std::int64_t>{0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55}));
    // 25 / 4 is not whole: the first frame at or after each quarter of a second.
    EXPECT_EQ(rowsOf(*readManifest(file, atRate(4))),
              (std::vector<std::int64_t>{0, 7, 13, 19, 25, 32, 38, 44, 50, 57}));
    EXPECT_EQ(readManifest(file, atRate(100))->samples.size(), 60U);
    EXPECT_EQ(rowsOf(*readManifest(file, atRate(0.5))), (std::vector<std::int64_t>{0, 50}));
    EXPECT_EQ(test::codeOf(readManifest(file, atRate(-1))), "dataset.video_rate");
    const auto whole = readManifest(file, atRate(25));
    ASSERT_TRUE(whole);
    std::vector<int> all(60);
    for (int i = 0; i < 60; ++i) all[static_cast<std::size_t>(i)] = i;
    EXPECT_EQ(loaded(*whole), all);
}

/// More than 200 frames: evenness is judged by looks here and there, and frames far apart are sought.
TEST(Video, FramesFarApartAreTheRightOnes) {
    const TestFolder folder;
    for (const char* codec : {"MJPG", "mp4v"}) {
        const fs::path file = writeVideo(folder.path() / (std::string(codec) + ".mkv"), codec, 250);
        const auto facts = videoFacts(file);
        ASSERT_TRUE(facts) << codec;
        EXPECT_EQ((*facts)->frames, 250);
        EXPECT_EQ((*facts)->width, 64);
        VideoReader reader;
        for (const int number : {0, 249, 100, 99, 98, 101, 248, 3, 200, 249}) {
            const auto picture = reader.read({file, number});
            ASSERT_TRUE(picture) << codec << number << test::codeOf(picture);
            EXPECT_EQ(codeIn(picture->ptr<std::uint8_t>(20), 3, 128), number) << codec;
        }
        EXPECT_EQ(test::codeOf(reader.read({file, 250})), "dataset.video_frame");
        EXPECT_EQ(codeIn(reader.read({file, 17})->ptr<std::uint8_t>(20), 3, 128), 17);
    }
}

TEST(Video, VariableRatesGoByTimes) {
    const auto facts = videoFacts(kVariable);
    ASSERT_TRUE(facts);
    ASSERT_EQ((*facts)->frames, 240);
    EXPECT_NEAR((*facts)->timeOf(119), 4760, 0.5);
    EXPECT_NEAR((*facts)->timeOf(121), 4900, 0.5);
    const auto manifest = readManifest(kVariable, forDetection());
    ASSERT_TRUE(manifest);
    // 0 … 4 s at 25 per second, then 5 s is the second frame after 4.8 s, and on by ten.
    EXPECT_EQ(rowsOf(*manifest), (std::vector<std::int64_t>{0, 25, 50, 75, 100, 122, 132, 142, 152, 162, 172,
                                                            182, 192, 202, 212, 222, 232}));
    const auto rows = rowsOf(*manifest);
    EXPECT_EQ(loaded(*manifest), std::vector<int>(rows.begin(), rows.end()));
    VideoReader reader;
    for (const int number : {150, 239, 120, 119, 200, 80, 238}) {
        const auto picture = reader.read({kVariable, number});
        ASSERT_TRUE(picture) << number;
        EXPECT_EQ(codeIn(picture->ptr<std::uint8_t>(20), 3, 128), number);
    }
}

TEST(Video, PicturesOfFramesForTheWindow) {
    const TestFolder folder;
    const fs::path file = writeVideo(folder.path() / "clip.mp4", "mp4v", 60);
    for (const int number : {40, 41, 42, 39, 12}) {
        const auto full = fullPicture(videoFramePath(file, number));
        ASSERT_TRUE(full) << test::codeOf(full);
        EXPECT_EQ(full->width, 64);
        EXPECT_EQ(full->height, 48);
        EXPECT_EQ(frameCode(*full), number);
    }
    EXPECT_EQ(frameCode(*previewImage(videoFramePath(file, 33), plain())), 33);
    EXPECT_EQ(thumbnail(videoFramePath(file, 33), 16)->width, 16);
    std::vector<float> pixels(floatsOf(plain()));
    const auto times = timeImage(videoFramePath(file, 34), plain(), pixels.data());
    ASSERT_TRUE(times);
    EXPECT_EQ(times->placement.width, 64);
    EXPECT_EQ(codeIn(pixels.data() + 20 * 64, 1, 0.5), 34);
    EXPECT_EQ(test::codeOf(fullPicture(videoFramePath(file, 60))), "dataset.video_frame");
    EXPECT_EQ(test::codeOf(fullPicture(folder.path() / "gone.mp4#1")), "base.read_failed");
    EXPECT_EQ(fullPicture(kPitch / "val/images/00000.jpg")->width, 320);
    EXPECT_EQ(sampleFile("/a/clip.mp4#7"), "/a/clip.mp4");
    EXPECT_EQ(sampleFile("/a/x#7"), "/a/x#7");
}

TEST(Video, AnnotatedFramesAreTheSamples) {
    const TestFolder folder;
    writeVideo(folder.path() / "clip.avi", "MJPG", 60);
    auto coco = cocoOf(3);
    const char* names[] = {"clip.avi#30", "clip_000007.jpg", "frames/clip/31.png"};
    for (std::size_t i = 0; i < 3; ++i) {
        coco["images"][i]["file_name"] = names[i];
        coco["images"][i]["width"] = 64;
        coco["images"][i]["height"] = 48;
    }
    annotate(coco, 0, 7, {8, 8, 16, 16});
    folder.write("clip.json", coco.dump());
    const auto manifest = readManifest(folder.path() / "clip.avi", forDetection());
    ASSERT_TRUE(manifest) << test::codeOf(manifest);
    EXPECT_TRUE(manifest->hasObjects);
    EXPECT_EQ(manifest->kind, SourceKind::Video);
    EXPECT_EQ(rowsOf(*manifest), (std::vector<std::int64_t>{7, 30, 31}));
    ASSERT_EQ(manifest->samples[1].objects.size(), 1U);
    EXPECT_EQ(manifest->samples[1].objects[0].box, (Box{8, 8, 16, 16}));
    EXPECT_TRUE(manifest->warnings.empty());
    EXPECT_EQ(loaded(*manifest), (std::vector{7, 30, 31}));
    EXPECT_EQ(rowsOf(*readManifest(folder.path(), atRate(2))), (std::vector<std::int64_t>{7, 30}));
    // Written and read again, as pwb calibrate does.
    const auto file = folder.path() / "drawn.csv";
    ASSERT_TRUE(writeCsvManifest(*manifest, file));
    const auto again = readManifest(file, withNames("['cone', 'ball']", 2));
    ASSERT_TRUE(again) << test::codeOf(again);
    EXPECT_EQ(rowsOf(*again), rowsOf(*manifest));
    EXPECT_EQ(again->samples[1].objects, manifest->samples[1].objects);
    EXPECT_EQ(loaded(*again), (std::vector{7, 30, 31}));
    for (auto& image : coco["images"]) image["file_name"] = "another_x.jpg";
    folder.write("clip.json", coco.dump());
    EXPECT_EQ(test::codeOf(readManifest(folder.path() / "clip.avi", forDetection())), "dataset.video_labels");
}

TEST(Video, DamagedFilesAreToldOrPassedOver) {
    const TestFolder folder;
    const fs::path whole = writeVideo(folder.path() / "a.mp4", "mp4v", 60);
    const std::string bytes = *base::readFile(whole);
    const auto headless = folder.write("b.mp4", bytes.substr(0, bytes.size() / 2));
    EXPECT_EQ(test::codeOf(readManifest(headless, forDetection())), "dataset.video_unreadable");
    const auto text = folder.write("c.avi", "no video");
    EXPECT_EQ(test::codeOf(readManifest(text, forDetection())), "dataset.video_unreadable");
    const auto several = readManifest(folder.path(), forDetection());
    ASSERT_TRUE(several);
    EXPECT_EQ(several->samples.size(), 3U);
    const auto* skipped = find(several->warnings, "dataset.videos_skipped");
    ASSERT_TRUE(skipped);
    EXPECT_EQ(argument(*skipped, "count"), "2");

    const TestFolder other;
    const std::string avi = *base::readFile(writeVideo(other.path() / "a.avi", "MJPG", 250));
    const auto cut = other.write("cut.avi", avi.substr(0, avi.size() / 2));
    const auto shorter = readManifest(cut, forDetection());
    ASSERT_TRUE(shorter) << test::codeOf(shorter);
    EXPECT_GE(shorter->samples.size(), 4U);
    EXPECT_LE(shorter->samples.size(), 6U);
    const auto* told = find(shorter->warnings, "dataset.video_short");
    ASSERT_TRUE(told);
    EXPECT_EQ(argument(*told, "stated"), "250");
    EXPECT_EQ(loaded(*shorter).size(), shorter->samples.size());
}

TEST(Video, AVideoBesideClassFoldersIsNoDataSet) {
    const TestFolder folder;
    writeVideo(folder.path() / "clip.avi", "MJPG", 3);
    folder.write("cats/a.ppm", ppm(4, 4));
    folder.write("dogs/b.ppm", ppm(4, 4));
    const auto manifest = readManifest(folder.path(), {});
    ASSERT_TRUE(manifest) << test::codeOf(manifest);
    EXPECT_EQ(manifest->kind, SourceKind::ClassFolders);
}

TEST(Video, ChecksSeeFramesAsSamples) {
    const TestFolder folder, other;
    writeVideo(folder.path() / "clip.avi", "MJPG", 60);
    fs::copy(folder.path() / "clip.avi", other.path() / "copy.avi");
    const auto calibration = readManifest(folder.path(), atRate(1));
    const auto validation = readManifest(other.path(), atRate(0.5));
    ASSERT_TRUE(calibration && validation);
    CheckOptions options;
    options.valueSamples = 3;
    const auto preprocess = plain();
    const auto check = checkCalibrationSet(*calibration, &*validation, &preprocess, options, {});
    ASSERT_TRUE(check);
    EXPECT_EQ(check->samples, 3);
    // Frames 0 and 50 of the same video.
    ASSERT_EQ(check->leaks.size(), 2U);
    EXPECT_EQ(check->leaks[1].first, (folder.path() / "clip.avi#50").string());
    EXPECT_EQ(check->leaks[1].second, (other.path() / "copy.avi#50").string());
    EXPECT_TRUE(check->duplicates.empty());
    ASSERT_TRUE(check->values);
    EXPECT_EQ(check->values->samples, 3);
}

}  // namespace
}  // namespace pwb::dataset
