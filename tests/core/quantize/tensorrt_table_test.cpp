// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/calibrate/tensorrt_table.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <bit>
#include <fstream>

#include "core/base/files.h"
#include "core/model/io.h"
#include "core/quantize/calibrate/calibration.h"
#include "core/quantize/calibrate/ranges.h"
#include "core/quantize/calibration_table.h"
#include "tests/core/quantize/calibration_source.h"
#include "tests/core/support/folder_fixture.h"
#include "tests/core/support/onnx_builder.h"

using namespace pwb;
using namespace pwb::tests;
namespace fs = std::filesystem;

namespace {

struct TensorRtTable : tests::FolderFixture {
    fs::path file = folder / "calibration.cache";

    base::Result<quantize::CalibrationTable> read(const std::string& text) const {
        std::ofstream(file, std::ios::binary) << text;
        return quantize::readCalibrationTable(file);
    }
    std::string codeOf(const std::string& text) const {
        const auto table = read(text);
        return table ? "(no error)" : table.error().message.code;
    }
};

TEST_F(TensorRtTable, ReadsWhatTensorRtWrites) {
    const auto table = read(
        "TRT-8601-EntropyCalibration2\r\n"
        "images: 3c010a14\r\n"
        "(Unnamed Layer* 0) [Convolution]_output: 3D8C9B21\n"
        "block: 1/relu: 00000000\n");
    ASSERT_TRUE(table) << table.error().message.code;
    EXPECT_EQ(table->title, "TRT-8601-EntropyCalibration2");
    ASSERT_EQ(table->scales.size(), 3U);
    EXPECT_EQ(table->scales.at("images"), std::bit_cast<float>(0x3c010a14U));
    EXPECT_EQ(table->scales.at("(Unnamed Layer* 0) [Convolution]_output"), std::bit_cast<float>(0x3d8c9b21U));
    EXPECT_EQ(table->scales.at("block: 1/relu"), 0.0F);
}

TEST_F(TensorRtTable, WhatIsWrittenIsReadBackBitForBit) {
    EXPECT_TRUE(rc::check([this] {
        quantize::CalibrationTable table{"TRT-8601-EntropyCalibration2", {}};
        const auto bits = *rc::gen::nonEmpty(
            rc::gen::container<std::vector<std::uint32_t>>(rc::gen::inRange<std::uint32_t>(0, 0x7f7fffff)));
        for (std::size_t i = 0; i < bits.size(); ++i)
            table.scales["tensor: " + std::to_string(i)] = std::bit_cast<float>(bits[i]);
        RC_ASSERT(quantize::writeCalibrationTable(table, file).has_value());
        const auto again = quantize::readCalibrationTable(file);
        RC_ASSERT(again.has_value());
        RC_ASSERT(again->title == table.title);
        RC_ASSERT(again->scales == table.scales);
    }));
}

TEST_F(TensorRtTable, BadLinesAreNamed) {
    const std::string title = "TRT-8601-EntropyCalibration2\n";
    EXPECT_EQ(codeOf(""), "quantize.table_empty");
    EXPECT_EQ(codeOf(title), "quantize.table_empty");
    EXPECT_EQ(codeOf("images: 3c010a14\n"), "quantize.table_title");
    for (const char* line : {"images 3c010a14", "images: 3c010a1", "images: 3c010a144", "images: 3c010g14",
                             "images: ", ": 3c010a14", "images: bc010a14", "images: 7f800000",
                             "images: 7fc00000", "images: -c010a14"}) {
        const auto table = read(title + "fine: 3c010a14\n" + line + "\n");
        ASSERT_FALSE(table) << line;
        EXPECT_EQ(table.error().message.code, "quantize.table_line") << line;
        EXPECT_EQ(table.error().message.args.at(0).second, "3") << line;
    }
    EXPECT_EQ(codeOf(title + "a: 3c010a14\na: 3c010a14\n"), "quantize.table_twice");
    EXPECT_EQ(quantize::readCalibrationTable(folder / "none").error().message.code, "base.read_failed");
    EXPECT_FALSE(quantize::writeCalibrationTable({"TRT-1", {{"a\nb", 1.0F}}}, folder / "new"));
    EXPECT_FALSE(fs::exists(folder / "new"));
}

onnx::ModelProto tableNet() {
    onnx::ModelProto model = emptyModel(17);
    addInput(model, "x", {-1, 4});
    addOutput(model, "y", {-1, 4});
    addNode(model, "Relu", {"x"}, {"r"});
    addInts(model, "shape", {2}, {-1, 4});
    addNode(model, "Shape", {"r"}, {"dims"});
    addNode(model, "Reshape", {"r", "dims"}, {"y"});
    return model;
}

TEST_F(TensorRtTable, ATableFromStatisticsHoldsEveryFloatTensor) {
    ASSERT_TRUE(model::save(tableNet(), folder / "net.onnx"));
    quantize::Int8Options options;
    options.calibrator = quantize::Calibrator::MinMax;
    const auto facts = quantize::calibrateTable(folder / "net.onnx", options,
                                                sourceOf({1, -2.54F, 1.27F, 0}, {4}, 1), file, {}, {});
    ASSERT_TRUE(facts) << facts.error().message.code;
    EXPECT_EQ(facts->tensors, 3);
    const auto table = quantize::readCalibrationTable(file);
    ASSERT_TRUE(table);
    EXPECT_FLOAT_EQ(table->scales.at("x"), 0.02F);
    EXPECT_FLOAT_EQ(table->scales.at("r"), 0.01F);
    EXPECT_FLOAT_EQ(table->scales.at("y"), 0.01F);
    EXPECT_FALSE(table->scales.contains("dims")) << "integers have no range";
}

TEST_F(TensorRtTable, RangesFromATableNeedNoSamples) {
    ASSERT_TRUE(read("TRT-8601-EntropyCalibration2\nx: 3c23d70a\nr: 3c23d70a\n"));  // 0.01
    quantize::Int8Options options;
    options.calibrationTable = file;
    const auto made = quantize::calibrate(tableNet(), {"x", "r"}, {}, options, {}, {});
    ASSERT_TRUE(made) << made.error().message.code;
    const auto range =
        quantize::estimateRange(made->collected->statistics.at("x"), quantize::Calibrator::MinMax, 0);
    EXPECT_FLOAT_EQ(range.lo, -1.27F);
    EXPECT_FLOAT_EQ(range.hi, 1.27F);

    const auto lacking = quantize::calibrate(tableNet(), {"x", "y"}, {}, options, {}, {});
    ASSERT_FALSE(lacking);
    EXPECT_EQ(lacking.error().message.code, "quantize.table_lacks");
    EXPECT_EQ(lacking.error().message.args.at(0).second, "y");

    const auto filled =
        quantize::calibrate(tableNet(), {"x", "y"}, sourceOf({1, 5, 0, 2}, {4}, 1), options, {}, {});
    ASSERT_TRUE(filled) << filled.error().message.code;
    EXPECT_EQ(filled->collected->statistics.at("y").histogram.max(), 5);
    EXPECT_FLOAT_EQ(filled->collected->statistics.at("x").histogram.max(), 1.27F) << "the table goes first";
}

}  // namespace
