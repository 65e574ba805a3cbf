// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/calibrate/calibration_cache.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>

#include "core/base/files.h"
#include "core/model/io.h"
#include "core/quantize/calibrate/calibration.h"
#include "core/quantize/calibrate/statistics_bytes.h"
#include "tests/core/quantize/calibration_source.h"
#include "tests/core/support/folder_fixture.h"
#include "tests/core/support/onnx_builder.h"
#include "tests/support/places.h"

using namespace pwb;
using namespace pwb::tests;
namespace fs = std::filesystem;

namespace {

onnx::ModelProto net(float bias = 0) {
    onnx::ModelProto model = emptyModel(17);
    addInput(model, "x", {-1, 4});
    addOutput(model, "y", {-1, 4});
    addFloats(model, "b", {4}, {bias, 0, 0, 0});
    addNode(model, "Add", {"x", "b"}, {"sum"});
    addNode(model, "Relu", {"sum"}, {"y"});
    return model;
}

struct CalibrationCache : tests::FolderFixture {
    quantize::CalibrationSource source = sourceOf({1, -2, 3, 0, 4, 5, -6, 0.5F}, {4}, 1);

    quantize::Int8Options options(const std::string& dataKey = "data") const {
        quantize::Int8Options made;
        made.cacheFolder = folder;
        made.dataKey = dataKey;
        return made;
    }
    quantize::Calibrated calibrate(const onnx::ModelProto& model, const quantize::Int8Options& with,
                                   const std::vector<std::string>& tensors = {"x", "sum"}) const {
        auto made = quantize::calibrate(model, tensors, source, with, {}, {});
        EXPECT_TRUE(made) << made.error().message.code;
        return made ? std::move(*made) : quantize::Calibrated{};
    }
    std::vector<fs::path> entries() const {
        std::vector<fs::path> files;
        if (fs::exists(folder))
            for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
        return files;
    }
};

TEST_F(CalibrationCache, GivesBackExactlyWhatWasCollected) {
    const auto first = calibrate(net(), options());
    const auto second = calibrate(net(), options());
    EXPECT_FALSE(first.reused);
    EXPECT_TRUE(second.reused);
    EXPECT_EQ(second.collected->samples, 2);
    EXPECT_EQ(quantize::encodeStatistics(*second.collected), quantize::encodeStatistics(*first.collected));
    ASSERT_EQ(second.collected->references.size(), first.collected->references.size());
    EXPECT_EQ(second.collected->references[0].outputs[0].bytes,
              first.collected->references[0].outputs[0].bytes);
    EXPECT_EQ(second.collected->statistics.at("x").histogram.zeros(), 1);
    // Another order of the same tensors is the same request, another estimator too.
    auto entropy = options();
    entropy.calibrator = quantize::Calibrator::Entropy;
    EXPECT_TRUE(calibrate(net(), entropy, {"sum", "x"}).reused);
}

TEST_F(CalibrationCache, NamesThePartThatChanged) {
    (void)calibrate(net(), options());
    using Parts = std::vector<std::string>;
    EXPECT_EQ(calibrate(net(1), options()).changed, Parts{"model"});
    EXPECT_EQ(calibrate(net(), options("other data")).changed, Parts{"data"});
    EXPECT_EQ(calibrate(net(), options(), {"x"}).changed, Parts{"settings"});
    source.batch = 2;
    EXPECT_EQ(calibrate(net(), options()).changed, Parts{"settings"});
    EXPECT_EQ(calibrate(net(2), options("third")).changed, Parts{}) << "nothing in common";
    quantize::CacheKey key = quantize::calibrationKey(net(), {"x"}, source, "data");
    ASSERT_TRUE(quantize::storeStatistics(folder, key, *calibrate(net(), options()).collected));
    key.toolchain = "collector 0";
    EXPECT_EQ(quantize::loadStatistics(folder, key).changed, Parts{"toolchain"});
}

TEST_F(CalibrationCache, DamagedEntriesAreIgnoredAndReplaced) {
    const auto first = calibrate(net(), options());
    ASSERT_EQ(entries().size(), 1U);
    const fs::path entry = entries().front();
    const std::string whole = base::readFile(entry).value();
    std::string flipped = whole;
    flipped[flipped.size() - 5] ^= 1;
    for (const std::string& damaged :
         {std::string(), whole.substr(0, whole.size() / 2), std::string("garbage\n"), flipped}) {
        std::ofstream(entry, std::ios::binary | std::ios::trunc) << damaged;
        const auto again = calibrate(net(), options());
        EXPECT_FALSE(again.reused);
        ASSERT_EQ(again.warnings.size(), 1U);
        EXPECT_EQ(again.warnings[0].code, "quantize.cache_damaged");
        EXPECT_EQ(base::readFile(entry).value(), whole) << "replaced";
    }
}

TEST_F(CalibrationCache, EveryTruncationOfTheStatisticsIsNoticed) {
    const std::string bytes = quantize::encodeStatistics(*calibrate(net(), options()).collected);
    ASSERT_TRUE(quantize::decodeStatistics(bytes));
    for (std::size_t n = 0; n < bytes.size(); n += 13)
        EXPECT_FALSE(quantize::decodeStatistics(std::string_view(bytes).substr(0, n))) << n;
    EXPECT_FALSE(quantize::decodeStatistics(bytes + "x"));
}

TEST_F(CalibrationCache, TheLeastRecentlyUsedEntriesGoFirst) {
    const auto collected = *calibrate(net(), {}).collected;
    const auto key = [](int i) {
        return quantize::CacheKey{"model " + std::to_string(i), "data", "settings", "toolchain"};
    };
    quantize::CacheLimits limits;
    limits.entries = 3;
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(quantize::storeStatistics(folder, key(i), collected, limits));
        for (const fs::path& file : entries())  // as if a minute had passed
            fs::last_write_time(file, fs::last_write_time(file) - std::chrono::minutes(1));
    }
    EXPECT_TRUE(quantize::loadStatistics(folder, key(0)).collected);  // used again
    ASSERT_TRUE(quantize::storeStatistics(folder, key(3), collected, limits));
    EXPECT_EQ(entries().size(), 3U);
    EXPECT_TRUE(quantize::loadStatistics(folder, key(0)).collected);
    EXPECT_FALSE(quantize::loadStatistics(folder, key(1)).collected);
    limits.bytes = 1;
    ASSERT_TRUE(quantize::storeStatistics(folder, key(4), collected, limits));
    EXPECT_EQ(entries().size(), 1U) << "the new one always stays";
    EXPECT_TRUE(quantize::loadStatistics(folder, key(4)).collected);
}

TEST_F(CalibrationCache, NothingIsKeptWithoutFolderOrDataKey) {
    (void)calibrate(net(), options(""));
    EXPECT_TRUE(entries().empty());
    const auto made = calibrate(net(), {});
    EXPECT_FALSE(made.reused);
    EXPECT_TRUE(made.warnings.empty());
}

TEST_F(CalibrationCache, AFolderThatCannotBeWrittenIsAWarning) {
    std::ofstream(folder / "file") << "in the way";
    auto blocked = options();
    blocked.cacheFolder = folder / "file" / "cache";
    const auto made = calibrate(net(), blocked);
    ASSERT_EQ(made.warnings.size(), 1U);
    EXPECT_EQ(made.warnings[0].code, "quantize.cache_unwritable");
    EXPECT_EQ(made.collected->statistics.size(), 2U);
}

TEST_F(CalibrationCache, ABuildReusesTheStatisticsForTheSameFile) {
    const fs::path sample = tests::samples() / "glyphs/mobilenetv2.onnx";
    std::vector<float> values(std::size_t{8} * 3 * 64 * 64);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i * 37 % 1009) / 250 - 2;
    const auto images = sourceOf(values, {3, 64, 64}, 4);
    auto with = options();
    with.calibrator = quantize::Calibrator::MinMax;
    with.checkSpeed = false;
    fs::create_directories(folder / "engines");
    const quantize::BuildContext context{sample, folder / "engines", "cpu", 1};
    const auto first = quantize::buildInt8(context, with, images, {}, {});
    ASSERT_TRUE(first) << first.error().message.code;
    const std::string bytes = base::readFile(first->file).value();
    const auto second = quantize::buildInt8(context, with, images, {}, {});
    ASSERT_TRUE(second) << second.error().message.code;
    EXPECT_FALSE(first->calibrationReused);
    EXPECT_TRUE(second->calibrationReused);
    EXPECT_EQ(second->calibrationSamples, 8);
    EXPECT_TRUE(base::readFile(second->file).value() == bytes);
}

}  // namespace
