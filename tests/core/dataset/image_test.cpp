// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/files.h"
#include "core/dataset/preprocess.h"
#include "tests/core/dataset/support.h"

namespace pwb::dataset::test {
namespace {

namespace fs = std::filesystem;

/// Loads `path`, expecting nothing on stderr.
std::string quietCode(const fs::path& path, const Preprocess& preprocess = glyphPreprocess()) {
    std::vector<float> out(floatsOf(preprocess));
    ::testing::internal::CaptureStderr();
    const auto status = loadImage(path, preprocess, out.data());
    EXPECT_EQ(::testing::internal::GetCapturedStderr(), "") << path;
    if (status) return "(no error)";
    EXPECT_EQ(status.error().file, path.string());
    EXPECT_EQ(status.error().kind, base::ErrorKind::BadInput);
    return status.error().message.code;
}

std::string contentOf(const std::string& image) {
    return base::readFile(kImages / image).value();
}

TEST(LoadImage, NamesWhatIsWrong) {
    const TestFolder folder;
    EXPECT_EQ(quietCode(folder.path() / "none.jpg"), "base.read_failed");
    EXPECT_EQ(quietCode(folder.path()), "base.is_folder");
    EXPECT_EQ(quietCode(folder.write("empty.jpg", "")), "dataset.unreadable_image");
    EXPECT_EQ(quietCode(folder.write("text.jpg", "This is a text, not a picture.\n")),
              "dataset.unreadable_image");
}

TEST(LoadImage, HalfAFileIsNotASample) {
    const TestFolder folder;
    for (const std::string name : {"color.jpg", "progressive.jpg", "turned6.jpg", "color.png", "color.bmp",
                                   "color.ppm", "grey.pgm", "color.webp", "color.tiff"}) {
        const std::string whole = contentOf(name);
        ASSERT_EQ(quietCode(folder.write(name, whole)), "(no error)") << name;
        for (const std::size_t size :
             {std::size_t{13}, std::size_t{40}, whole.size() / 2, whole.size() - 1}) {
            const std::string code = quietCode(folder.write(name, whole.substr(0, size)));
            EXPECT_TRUE(code == "dataset.truncated_image" || code == "dataset.unreadable_image")
                << name << " " << size << " " << code;
        }
    }
    const std::string jpeg = contentOf("color.jpg");
    EXPECT_EQ(quietCode(folder.write("tail.jpg", jpeg.substr(0, jpeg.size() - 2))),
              "dataset.truncated_image");
}

TEST(LoadImage, BytesAfterTheEndDoNotMatter) {
    const TestFolder folder;
    for (const std::string name : {"color.jpg", "turned6.jpg", "color.png", "color.bmp"})
        EXPECT_EQ(quietCode(folder.write(name, contentOf(name) + std::string(300, '\0'))), "(no error)")
            << name;
}

TEST(LoadImage, DamagedPngIsFoundByItsChecksum) {
    const TestFolder folder;
    std::string png = contentOf("color.png");
    png[png.size() / 2] = static_cast<char>(png[png.size() / 2] ^ 0x10);
    EXPECT_EQ(quietCode(folder.write("flipped.png", png)), "dataset.unreadable_image");
}

TEST(LoadImage, ColourProfileOfAPngIsNoReasonToComplain) {
    const TestFolder folder;
    std::string png = contentOf("color.png");
    png.insert(33, std::string("\0\0\0\4iCCPabcd\0\0\0\0", 16));  // a profile that libpng would warn of
    const Preprocess preprocess = glyphPreprocess();
    std::vector<float> plain(floatsOf(preprocess)), profiled(floatsOf(preprocess));
    EXPECT_EQ(quietCode(folder.write("profile.png", png)), "(no error)");
    ASSERT_TRUE(loadImage(kImages / "color.png", preprocess, plain.data()));
    ASSERT_TRUE(loadImage(folder.path() / "profile.png", preprocess, profiled.data()));
    EXPECT_EQ(plain, profiled);
}

TEST(LoadImage, NamesOfAllKinds) {
    const TestFolder folder;
    for (const std::string name :
         {"with space.jpg", "校准 图像.jpg", "Übergröße.JPG", "\xFF\xFE not utf-8.jpg", "no extension"})
        EXPECT_EQ(quietCode(folder.write(name, contentOf("color.jpg"))), "(no error)") << name;
}

TEST(LoadImage, TimesBothHalves) {
    Preprocess preprocess = glyphPreprocess();
    preprocess.width = preprocess.height = 512;
    std::vector<float> out(floatsOf(preprocess));
    const auto times = timeImage(kImages / "wide.jpg", preprocess, out.data());
    ASSERT_TRUE(times);
    EXPECT_GT(times->decodeMs, 0);
    EXPECT_GT(times->preprocessMs, 0);
    EXPECT_LT(times->decodeMs + times->preprocessMs, 5000);
}

TEST(Preview, IsWhatTheModelSees) {
    const auto p = glyphPreprocess();
    std::vector<float> tensor(floatsOf(p));
    ASSERT_TRUE(loadImage(kImages / "wide.jpg", p, tensor.data()));
    const auto preview = previewImage(kImages / "wide.jpg", p);
    ASSERT_TRUE(preview);
    ASSERT_EQ(preview->width, 64);
    ASSERT_EQ(preview->height, 64);
    ASSERT_EQ(preview->rgb.size(), 64U * 64 * 3);
    for (std::size_t pixel = 0; pixel < 64U * 64; ++pixel)
        for (std::size_t c = 0; c < 3; ++c)
            ASSERT_EQ(std::lround((tensor[c * 4096 + pixel] * p.std[c] + p.mean[c]) * 255),
                      preview->rgb[pixel * 3 + c]);
}

TEST(Preview, LetterboxHasGreyMargins) {
    Preprocess p = glyphPreprocess();
    p.resize = ResizeMode::Letterbox;
    const auto preview = previewImage(kImages / "wide.jpg", p);  // 480 × 331 → 64 × 44
    ASSERT_TRUE(preview);
    const auto row = [&](std::size_t y) { return preview->rgb[y * 64 * 3]; };
    EXPECT_EQ(row(0), 114);
    EXPECT_EQ(row(63), 114);
    const auto grey = [](std::uint8_t value) { return value == 114; };
    const auto begin = preview->rgb.begin();
    EXPECT_TRUE(std::all_of(begin, begin + 10 * 64 * 3, grey));
    EXPECT_FALSE(std::all_of(begin + 10 * 64 * 3, begin + 11 * 64 * 3, grey));
}

TEST(Preview, GreyIsShownAsRgb) {
    Preprocess p = glyphPreprocess();
    p.channels = 1;
    const auto preview = previewImage(kImages / "color.jpg", p);
    ASSERT_TRUE(preview);
    ASSERT_EQ(preview->rgb.size(), 64U * 64 * 3);
    EXPECT_EQ(preview->rgb[300], preview->rgb[301]);
    EXPECT_EQ(preview->rgb[300], preview->rgb[302]);
}

TEST(Thumbnail, KeepsTheRatioAndNeverEnlarges) {
    const auto small = thumbnail(kImages / "wide.jpg", 96);
    ASSERT_TRUE(small);
    EXPECT_EQ(small->width, 96);
    EXPECT_EQ(small->height, 66);
    EXPECT_EQ(small->rgb.size(), 96U * 66 * 3);
    const auto same = thumbnail(kImages / "grey.jpg", 500);
    ASSERT_TRUE(same);
    EXPECT_EQ(same->width, 37);
    EXPECT_EQ(same->height, 53);
    EXPECT_EQ(codeOf(thumbnail(kImages / "none.jpg", 96)), "base.read_failed");
}

}  // namespace
}  // namespace pwb::dataset::test
