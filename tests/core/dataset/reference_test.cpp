// SPDX-License-Identifier: GPL-3.0-or-later
// Tensors against tests/data/reference_tensors.json, which Python's OpenCV and NumPy wrote: equal bit for
// bit.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/dataset/manifest.h"
#include "core/dataset/preprocess.h"
#include "tests/core/dataset/support.h"
#include "tests/support/places.h"

namespace pwb::dataset::test {
namespace {

nlohmann::json reference() {
    const auto text = base::readFile(tests::testData() / "reference_tensors.json");
    return nlohmann::json::parse(text.value());
}

Preprocess preprocessOf(const nlohmann::json& entry) {
    Preprocess p = glyphPreprocess();
    p.width = entry.at("w");
    p.height = entry.at("h");
    p.channels = entry.value("channels", 3);
    p.scale = entry.value("scale", 1.0 / 255.0);
    p.resize = resizeFromId(entry.value("fit", "stretch")).value();
    p.color = colorFromId(entry.value("color", "rgb")).value();
    p.layout = layoutFromId(entry.value("layout", "nchw")).value();
    return p;
}

std::string bytesOf(const std::filesystem::path& image, const Preprocess& preprocess) {
    std::string bytes(floatsOf(preprocess) * sizeof(float), '\0');
    const auto status = loadImage(image, preprocess, reinterpret_cast<float*>(bytes.data()));
    EXPECT_TRUE(status) << image;
    return bytes;
}

TEST(ReferenceTensors, AllValidationGlyphs) {
    const auto manifest = readManifest(kGlyphs / "val", {});
    ASSERT_TRUE(manifest);
    ASSERT_EQ(manifest->samples.size(), 1008U);
    const auto all = reference();
    ASSERT_EQ(all.at("glyphs").size(), 10U);
    for (const auto& entry : all.at("glyphs")) {
        std::string tensors;
        for (const Sample& sample : manifest->samples) tensors += bytesOf(sample.path, preprocessOf(entry));
        EXPECT_EQ(base::sha256(tensors), entry.at("sha256").get<std::string>()) << entry;
    }
}

TEST(ReferenceTensors, PicturesOfAllFormats) {
    const auto all = reference();
    const auto& names = all.at("images");
    ASSERT_GE(names.size(), 19U);
    ASSERT_EQ(all.at("pictures").size(), 10U);
    for (const auto& entry : all.at("pictures"))
        for (std::size_t i = 0; i < names.size(); ++i)
            EXPECT_EQ(base::sha256(bytesOf(kImages / names[i].get<std::string>(), preprocessOf(entry))),
                      entry.at("sha256")[i].get<std::string>())
                << names[i] << " w " << entry.at("w") << " h " << entry.at("h");
}

}  // namespace
}  // namespace pwb::dataset::test
