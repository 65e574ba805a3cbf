// SPDX-License-Identifier: GPL-3.0-or-later
// The sample detector in the real runtime against a decoding in NumPy (make_pitch_fixture.py).
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/words.h"
#include "core/dataset/preprocess.h"
#include "core/evaluate/detection.h"
#include "core/runtime/session.h"
#include "tests/support/places.h"

namespace fs = std::filesystem;
using namespace pwb;
using namespace pwb::evaluate;

namespace {

TEST(PitchDetector, BoxesAsDecodedInNumpy) {
    const fs::path folder = tests::samples() / "pitch";
    const auto info = model::inspect(folder / "detector.onnx");
    ASSERT_TRUE(info);
    EXPECT_EQ(recognizeDetector(*info), DetectorKind::YoloV8);
    const auto preprocess = dataset::resolvePreprocess(*info, usualPreprocess(DetectorKind::YoloV8));
    ASSERT_TRUE(preprocess) << base::Words::of("en").text(preprocess.error());
    const auto fixture =
        nlohmann::json::parse(std::ifstream(tests::sourceRoot() / "tests/core/evaluate/pitch_fixture.json"));
    DecodeOptions options;
    options.confidence = fixture["confidence"];
    const std::vector<std::string> classes = {"ball", "player", "cone"};
    const auto decoder = Decoder::create(*info, preprocess->width, preprocess->height, options, classes);
    ASSERT_TRUE(decoder) << base::Words::of("en").text(decoder.error());
    EXPECT_EQ(decoder->classes(), 3);
    auto session = runtime::Session::create(folder / "detector.onnx", {});
    ASSERT_TRUE(session);
    ASSERT_EQ(fixture["images"].size(), 3U);

    base::Tensor input = base::Tensor::make(base::ElementType::Float, {3, 3, 320, 320});
    std::vector<dataset::Placement> placements;
    for (const auto& [name, boxes] : fixture["images"].items()) {
        float* out = input.as<float>().data() + placements.size() * 3 * 320 * 320;
        ASSERT_TRUE(dataset::loadImage(folder / "val/images" / name, *preprocess, out));
        placements.push_back(dataset::placementOf(320, 320, *preprocess));
    }
    auto outputs = session->run(std::vector{input});
    ASSERT_TRUE(outputs);
    std::int64_t nonFinite = 0;
    const auto found = decoder->decode(*outputs, placements, &nonFinite);
    ASSERT_TRUE(found);
    EXPECT_EQ(nonFinite, 0);
    std::size_t image = 0;
    for (const auto& [name, boxes] : fixture["images"].items()) {
        const Detections& detections = (*found)[image++];
        ASSERT_EQ(detections.size(), boxes.size()) << name;
        for (std::size_t i = 0; i < boxes.size(); ++i) {
            EXPECT_NEAR(detections[i].x, boxes[i][0].get<double>(), 1e-3);
            EXPECT_NEAR(detections[i].y, boxes[i][1].get<double>(), 1e-3);
            EXPECT_NEAR(detections[i].width, boxes[i][2].get<double>(), 1e-3);
            EXPECT_NEAR(detections[i].height, boxes[i][3].get<double>(), 1e-3);
            EXPECT_NEAR(detections[i].confidence, boxes[i][4].get<double>(), 1e-5);
            EXPECT_EQ(detections[i].label, boxes[i][5].get<int>());
        }
    }
}

}  // namespace
