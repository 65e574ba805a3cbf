// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/io.h"

#include <gtest/gtest.h>
#include <onnx/checker.h>

#include <fstream>

#include "core/base/files.h"
#include "core/model/graph.h"
#include "core/model/info.h"
#include "core/model/prepare.h"
#include "tests/core/support/folder_fixture.h"
#include "tests/core/support/onnx_builder.h"
#include "tests/support/places.h"

namespace fs = std::filesystem;
using namespace pwb;
using namespace pwb::tests;

namespace {

struct ModelFiles : tests::FolderFixture {
    fs::path file = folder / "model.onnx";
    [[nodiscard]] int files() const {
        return static_cast<int>(std::distance(fs::directory_iterator(folder), {}));
    }
};

onnx::ModelProto largeMatMul() {
    onnx::ModelProto proto = emptyModel();
    addInput(proto, "x", {-1, 32});
    addFloats(proto, "w", {32, 64}, randomFloats(32 * 64, 3));
    addFloats(proto, "b", {64}, randomFloats(64, 4));
    addNode(proto, "MatMul", {"x", "w"}, {"h"});
    addNode(proto, "Add", {"h", "b"}, {"y"});
    addOutput(proto, "y", {-1, 64});
    return proto;
}

template <class Field>
bool sameMessages(const Field& a, const Field& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
        return x.SerializeAsString() == y.SerializeAsString();
    });
}

void expectSame(const onnx::ModelProto& a, const onnx::ModelProto& b) {
    EXPECT_EQ(a.ir_version(), b.ir_version());
    EXPECT_EQ(a.producer_name(), b.producer_name());
    EXPECT_TRUE(sameMessages(a.opset_import(), b.opset_import()));
    EXPECT_TRUE(sameMessages(a.graph().node(), b.graph().node()));
    EXPECT_TRUE(sameMessages(a.graph().initializer(), b.graph().initializer()));
    EXPECT_TRUE(sameMessages(a.graph().input(), b.graph().input()));
    EXPECT_TRUE(sameMessages(a.graph().output(), b.graph().output()));
}

TEST_F(ModelFiles, SavedAndLoadedModelIsTheSame) {
    const onnx::ModelProto proto = largeMatMul();
    ASSERT_TRUE(model::save(proto, file));
    EXPECT_EQ(files(), 1);
    const auto loaded = model::load(file);
    ASSERT_TRUE(loaded);
    expectSame(*loaded, proto);
}

TEST_F(ModelFiles, LargeWeightsGoBesideTheModelAndComeBack) {
    const onnx::ModelProto proto = largeMatMul();
    ASSERT_TRUE(model::save(proto, file, 4096));
    EXPECT_EQ(files(), 2);
    EXPECT_LT(fs::file_size(file), 4096U);
    const auto info = model::inspect(file);
    ASSERT_TRUE(info);
    EXPECT_EQ(info->externalData, std::vector<std::string>{"model.onnx.data"});
    EXPECT_EQ(info->parameters, 32 * 64 + 64);
    EXPECT_EQ(info->fileBytes, fs::file_size(file) + fs::file_size(folder / "model.onnx.data"));
    const auto loaded = model::load(file);
    ASSERT_TRUE(loaded);
    expectSame(*loaded, proto);
}

TEST_F(ModelFiles, TheHashCoversExternalData) {
    onnx::ModelProto proto = largeMatMul();
    ASSERT_TRUE(model::save(proto, file, 4096));
    const std::string before = model::inspect(file).value().sha256;
    std::fstream data(folder / "model.onnx.data", std::ios::in | std::ios::out | std::ios::binary);
    data.write("\x01\x02\x03\x04", 4);
    data.close();
    EXPECT_NE(model::inspect(file).value().sha256, before);
}

TEST_F(ModelFiles, MissingShortAndForeignExternalDataAreTold) {
    const fs::path data = folder / "model.onnx.data";
    ASSERT_TRUE(model::save(largeMatMul(), file, 4096));
    fs::resize_file(data, 100);
    EXPECT_EQ(model::inspect(file).error().message.code, "model.external_data_short");
    EXPECT_EQ(model::load(file).error().message.code, "model.external_data_short");
    fs::remove(data);
    EXPECT_EQ(model::inspect(file).error().message.code, "model.external_data_missing");
    const auto loaded = model::load(file);
    EXPECT_EQ(loaded.error().message.code, "model.external_data_missing");
    EXPECT_EQ(loaded.error().file, file.string());

    onnx::ModelProto foreign = largeMatMul();
    auto& weight = *foreign.mutable_graph()->mutable_initializer(0);
    weight.clear_raw_data();
    weight.set_data_location(onnx::TensorProto::EXTERNAL);
    auto& place = *weight.add_external_data();
    place.set_key("location");
    auto& elsewhere = *weight.add_external_data();  // a key that only this program may set, in memory
    elsewhere.set_key("folder");
    elsewhere.set_value("/etc");
    place.set_value("passwd");
    ASSERT_TRUE(base::writeFileAtomically(file, std::string_view(foreign.SerializeAsString())));
    EXPECT_EQ(model::load(file).error().message.code, "model.external_data_missing");
    weight.mutable_external_data()->RemoveLast();
    for (const std::string location : {"../secret", "/etc/passwd", "a/../../secret", ""}) {
        place.set_value(location);
        ASSERT_TRUE(model::save(foreign, file));
        EXPECT_EQ(model::load(file).error().message.code, "model.external_data_outside") << location;
    }
}

TEST_F(ModelFiles, AnEditedSampleStillSatisfiesTheChecker) {
    auto proto = model::load(tests::samples() / "glyphs/mobilenetv2.onnx");
    ASSERT_TRUE(proto);
    ASSERT_TRUE(model::prepare(*proto, 13));
    model::inferShapes(*proto);
    ASSERT_TRUE(model::save(*proto, file));
    const auto again = model::load(file);
    ASSERT_TRUE(again);
    EXPECT_TRUE(model::check(*again));
    EXPECT_NO_THROW(onnx::checker::check_model(file.string()));
}

TEST(Check, FindsWhatIsWrong) {
    const auto codeOf = [](const onnx::ModelProto& proto) {
        const auto status = model::check(proto);
        return status ? "" : status.error().message.code;
    };
    EXPECT_EQ(codeOf(largeMatMul()), "");

    onnx::ModelProto disordered = largeMatMul();
    disordered.mutable_graph()->mutable_node()->SwapElements(0, 1);
    EXPECT_EQ(codeOf(disordered), "model.cycle");

    onnx::ModelProto twice = largeMatMul();
    addNode(twice, "Relu", {"h"}, {"y"});
    EXPECT_EQ(codeOf(twice), "model.invalid");

    onnx::ModelProto wrongAttribute = largeMatMul();
    setInt(*wrongAttribute.mutable_graph()->mutable_node(0), "no_such_attribute", 1);
    EXPECT_EQ(codeOf(wrongAttribute), "model.invalid");

    onnx::ModelProto newer = wrongAttribute;  // an operator set that onnx's library does not know
    newer.mutable_opset_import(0)->set_version(99);
    EXPECT_EQ(codeOf(newer), "");
}

TEST_F(ModelFiles, LazyWeightsAreReadWhenAskedForAndCopiedBySaving) {
    onnx::ModelProto proto = emptyModel();
    addInput(proto, "x", {-1, 512});
    const auto values = randomFloats(512 * 640, 3);  // 1.3 MB
    addFloats(proto, "w", {512, 640}, values);
    addFloats(proto, "b", {640}, randomFloats(640, 4));
    addNode(proto, "MatMul", {"x", "w"}, {"h"});
    addNode(proto, "Add", {"h", "b"}, {"y"});
    addOutput(proto, "y", {-1, 640});
    ASSERT_TRUE(model::save(proto, file, 10000));

    auto lazy = model::loadLazily(file);
    ASSERT_TRUE(lazy);
    EXPECT_LT(lazy->ByteSizeLong(), 10000U);
    EXPECT_EQ(lazy->graph().initializer(0).data_location(), onnx::TensorProto::EXTERNAL);
    EXPECT_EQ(lazy->graph().initializer(1).data_location(), onnx::TensorProto::DEFAULT);
    EXPECT_EQ(model::floatValues(lazy->graph().initializer(0)), values);
    EXPECT_GT(model::sizeWithWeights(*lazy), 1300000U);
    ASSERT_TRUE(model::prepare(*lazy, 7));

    ASSERT_TRUE(model::save(*lazy, folder / "beside.onnx", 10000));
    EXPECT_EQ(model::floatValues(model::load(folder / "beside.onnx")->graph().initializer(0)), values);
    ASSERT_TRUE(model::save(*lazy, folder / "whole.onnx"));
    EXPECT_FALSE(fs::exists(folder / "whole.onnx.data"));
    EXPECT_EQ(model::floatValues(model::load(folder / "whole.onnx")->graph().initializer(0)), values);

    onnx::ModelProto relative = *lazy;
    EXPECT_EQ(model::relocateWeights(relative), fs::absolute(folder).lexically_normal());
    EXPECT_EQ(relative.graph().initializer(0).external_data(0).value(), "model.onnx.data");
    EXPECT_TRUE(model::relocateWeights(proto).empty());
    ASSERT_TRUE(model::loadWeights(*lazy));
    EXPECT_EQ(lazy->graph().initializer(0).raw_data().size(), values.size() * sizeof(float));

    auto late = model::loadLazily(file);
    fs::remove(file.string() + ".data");
    EXPECT_THROW((void)model::floatValues(late->graph().initializer(0)), std::runtime_error);
    EXPECT_FALSE(model::save(*late, folder / "late.onnx", 10000));
    EXPECT_FALSE(fs::exists(folder / "late.onnx"));
    EXPECT_FALSE(fs::exists(folder / "late.onnx.data"));
}

}  // namespace
