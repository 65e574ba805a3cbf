// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <random>
#include <thread>

#include "core/base/files.h"
#include "core/runtime/bound_run.h"
#include "tests/core/runtime/glyphs_model.h"
#include "tests/core/runtime/tiny_model.h"
#include "tests/core/support/folder_fixture.h"
#include "tests/support/places.h"

namespace fs = std::filesystem;
using namespace pwb;
using namespace pwb::base;
using namespace pwb::runtime;
using testing::ElementsAre;
using testing::HasSubstr;
using tests::argument;
using tests::randomImages;

namespace {

struct SessionTest : tests::FolderFixture {};

TEST_F(SessionTest, DescribesTheModel) {
    const auto session = Session::create(tests::glyphsModel(), {});
    ASSERT_TRUE(session) << argument(session.error(), "detail");
    ASSERT_EQ(session->inputs().size(), 1u);
    EXPECT_EQ(session->inputs()[0].type, ElementType::Float);
    EXPECT_THAT(session->inputs()[0].shape, ElementsAre(-1, 3, 64, 64));
    ASSERT_EQ(session->outputs().size(), 1u);
    EXPECT_THAT(session->outputs()[0].shape, ElementsAre(-1, 36));
}

TEST_F(SessionTest, ABatchGivesTheSameAsItsSamplesOneByOne) {
    auto session = Session::create(tests::glyphsModel(), {});
    ASSERT_TRUE(session);
    const Tensor both = randomImages(2);
    const auto together = session->run(std::array{both});
    ASSERT_TRUE(together);
    ASSERT_THAT(together->front().shape, ElementsAre(2, 36));
    for (std::size_t sample = 0; sample < 2; ++sample) {
        Tensor one = Tensor::make(ElementType::Float, {1, 3, 64, 64});
        std::copy_n(both.bytes.begin() + static_cast<std::ptrdiff_t>(sample * one.bytes.size()),
                    one.bytes.size(), one.bytes.begin());
        const auto alone = session->run(std::array{one});
        ASSERT_TRUE(alone);
        for (std::size_t i = 0; i < 36; ++i)
            EXPECT_NEAR(alone->front().as<float>()[i], together->front().as<float>()[sample * 36 + i], 1e-3);
    }
}

TEST_F(SessionTest, BytesAndPathGiveEqualOutputs) {
    auto fromPath = Session::create(tests::glyphsModel(), {});
    auto fromBytes = Session::create(std::string_view(readFile(tests::glyphsModel()).value()), {});
    ASSERT_TRUE(fromPath && fromBytes);
    const std::array input{randomImages(1)};
    EXPECT_EQ(fromPath->run(input)->front().bytes, fromBytes->run(input)->front().bytes);
}

TEST_F(SessionTest, VisitorAndBoundRunSeeWhatRunReturns) {
    auto session = Session::create(tests::glyphsModel(), {});
    ASSERT_TRUE(session);
    const std::array input{randomImages(3)};
    const auto expected = session->run(input);
    ASSERT_TRUE(expected);
    int seen = 0;
    ASSERT_TRUE(session->run(input, [&](const Session::OutputView& view) {
        ++seen;
        EXPECT_EQ(view.index, 0u);
        EXPECT_EQ(view.type, ElementType::Float);
        EXPECT_THAT(std::vector(view.shape.begin(), view.shape.end()), ElementsAre(3, 36));
        EXPECT_EQ(std::vector(view.bytes.begin(), view.bytes.end()), expected->front().bytes);
    }));
    EXPECT_EQ(seen, 1);
    auto bound = BoundRun::create(*session, {input[0]});
    ASSERT_TRUE(bound);
    EXPECT_TRUE(bound->run());
    EXPECT_TRUE(bound->run());
}

TEST_F(SessionTest, WithoutArenaAndWithoutOptimisationTheAnswerStays) {
    auto usual = Session::create(tests::glyphsModel(), {});
    SessionOptions plain;
    plain.optimization = OptimizationLevel::None;
    auto other = Session::create(tests::glyphsModel(), plain);
    ASSERT_TRUE(usual && other);
    const std::array input{randomImages(1)};
    const auto a = usual->run(input), b = other->run(input);
    ASSERT_TRUE(a && b);
    for (std::size_t i = 0; i < 36; ++i)
        EXPECT_NEAR(a->front().as<float>()[i], b->front().as<float>()[i], 1e-3);
}

TEST_F(SessionTest, WritesTheOptimisedGraph) {
    SessionOptions options;
    options.optimization = OptimizationLevel::Basic;
    options.optimizedModelPath = folder / "optimised.onnx";
    ASSERT_TRUE(Session::create(tests::glyphsModel(), options));
    auto again = Session::create(options.optimizedModelPath, {});
    auto original = Session::create(tests::glyphsModel(), {});
    ASSERT_TRUE(again && original);
    const std::array input{randomImages(1)};
    EXPECT_EQ(again->run(input)->front().count(), original->run(input)->front().count());
}

TEST_F(SessionTest, WeightsInAFileBesideTheModelAreRead) {
    const std::array<float, 3> weights = {10, 20, 30};
    ASSERT_TRUE(
        writeFileAtomically(folder / "weights.bin",
                            std::string_view(reinterpret_cast<const char*>(weights.data()), sizeof weights)));
    pwb::tests::TinyModel tiny;
    tiny.cFile = "weights.bin";
    ASSERT_TRUE(writeFileAtomically(folder / "tiny.onnx", tiny.bytes()));
    auto session = Session::create(folder / "tiny.onnx", {});
    ASSERT_TRUE(session) << argument(session.error(), "detail");
    Tensor input = Tensor::make(ElementType::Float, {1, 3});
    input.as<float>()[1] = 5;
    const auto output = session->run(std::array{input});
    ASSERT_TRUE(output) << argument(output.error(), "detail");
    EXPECT_THAT(output->front().as<float>(), ElementsAre(10, 25, 30));
    fs::remove(folder / "weights.bin");
    EXPECT_EQ(Session::create(folder / "tiny.onnx", {}).error().message.code, "runtime.session_failed");
}

TEST_F(SessionTest, AFileThatIsNoModelIsNamedWithTheCause) {
    ASSERT_TRUE(writeFileAtomically(folder / "text.onnx", std::string_view("this is no model")));
    for (const fs::path& path : {folder / "text.onnx", folder / "absent.onnx"}) {
        const auto session = Session::create(path, {});
        ASSERT_FALSE(session);
        EXPECT_EQ(session.error().kind, ErrorKind::Engine);
        EXPECT_EQ(session.error().message.code, "runtime.session_failed");
        EXPECT_EQ(session.error().file, path.string());
        EXPECT_FALSE(argument(session.error(), "detail").empty());
    }
}

TEST_F(SessionTest, AnUnknownProviderIsRefused) {
    SessionOptions options;
    options.provider = "abacus";
    const auto session = Session::create(tests::glyphsModel(), options);
    ASSERT_FALSE(session);
    EXPECT_EQ(session.error().message.code, "runtime.provider_missing");
    EXPECT_EQ(argument(session.error(), "provider"), "abacus");
}

TEST_F(SessionTest, WrongInputsAreErrorsNotCrashes) {
    auto session = Session::create(tests::glyphsModel(), {});
    ASSERT_TRUE(session);
    EXPECT_EQ(session->run({}).error().message.code, "runtime.wrong_input_count");
    EXPECT_EQ(session->run(std::array{Tensor::make(ElementType::Int64, {1, 3, 64, 64})}).error().message.code,
              "runtime.run_failed");
    EXPECT_EQ(session->run(std::array{Tensor::make(ElementType::Float, {1, 4, 64, 64})}).error().message.code,
              "runtime.run_failed");
    EXPECT_EQ(session->run(std::array{Tensor::make(ElementType::String, {1})}).error().message.code,
              "runtime.not_numeric");
    Tensor tooShort = randomImages(1);
    tooShort.bytes.resize(8);
    EXPECT_EQ(session->run(std::array{tooShort}).error().message.code, "runtime.run_failed");
    EXPECT_FALSE(BoundRun::create(*session, {}));
    EXPECT_TRUE(session->run(std::array{randomImages(1)})) << "the session must still work";
}

TEST_F(SessionTest, StoppingEndsALongRun) {
    auto session = Session::create(tests::glyphsModel(), {});
    ASSERT_TRUE(session);
    const std::array input{randomImages(512)};  // about 200 ms here; cancelled after a few
    std::stop_source source;
    std::jthread stopper([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        source.request_stop();
    });
    const auto outcome = session->run(input, source.get_token());
    ASSERT_FALSE(outcome);
    EXPECT_TRUE(isCancelled(outcome.error()));
    EXPECT_TRUE(session->run(std::array{randomImages(1)})) << "the session must still work";
    EXPECT_TRUE(isCancelled(session->run(std::array{randomImages(1)}, source.get_token()).error()));
}

}  // namespace
