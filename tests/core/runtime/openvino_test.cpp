// SPDX-License-Identifier: GPL-3.0-or-later
// Sessions with the OpenVINO provider, whose library this process never loads. Skipped where it is missing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <random>
#include <thread>

#include "core/base/files.h"
#include "core/runtime/bound_run.h"
#include "core/runtime/environment.h"
#include "core/runtime/library.h"
#include "tests/core/runtime/glyphs_model.h"
#include "tests/core/runtime/tiny_model.h"
#include "tests/support/places.h"

namespace fs = std::filesystem;
using namespace pwb;
using namespace pwb::base;
using namespace pwb::runtime;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using tests::argument;
using tests::randomImages;

namespace {

SessionOptions openVino(const std::string& precision = "") {
    SessionOptions options;
    options.provider = "openvino";
    options.inferencePrecision = precision;
    return options;
}

std::vector<pid_t> children() {
    std::vector<pid_t> found;
    for (const auto& entry : fs::directory_iterator("/proc")) {
        std::ifstream in(entry.path() / "stat");
        pid_t id = 0, parent = 0;
        std::string name, state;
        if (in >> id >> name >> state >> parent && parent == ::getpid()) found.push_back(id);
    }
    return found;
}

/// Largest difference as a share of the largest value.
double relativeError(std::span<const float> values, std::span<const float> reference) {
    double difference = 0, largest = 0;
    for (std::size_t i = 0; i < reference.size(); ++i) {
        difference = std::max(difference, std::abs(static_cast<double>(values[i]) - reference[i]));
        largest = std::max(largest, std::abs(static_cast<double>(reference[i])));
    }
    return difference / largest;
}

struct OpenVinoTest : testing::Test {
    void SetUp() override {
        ASSERT_EQ(::setenv("PWB_WORKER", (tests::programs() / "runtime_test_worker").c_str(), 1), 0);
        const auto library = libraryOf("openvino");
        if (!library) GTEST_SKIP() << "no OpenVINO provider: " << library.error().message.code;
    }
    void TearDown() override {
        ::unsetenv("PWB_ONNXRUNTIME_OPENVINO");
        EXPECT_THAT(children(), IsEmpty()) << "no child may be left, not even a zombie";
    }
};

TEST_F(OpenVinoTest, Fp32OutputsAreCloseToTheCpuProvidersAndTheLibrariesDoNotMeet) {
    auto usual = Session::create(tests::glyphsModel(), {});
    auto other = Session::create(tests::glyphsModel(), openVino());
    ASSERT_TRUE(usual);
    ASSERT_TRUE(other) << other.error().message.code << argument(other.error(), "detail");
    EXPECT_THAT(other->leftToCpu(), IsEmpty());
    ASSERT_EQ(other->inputs().size(), 1u);
    EXPECT_EQ(other->inputs()[0].name, usual->inputs()[0].name);
    EXPECT_THAT(other->outputs()[0].shape, ElementsAre(-1, 36));
    for (const std::int64_t batch : {1, 4, 1}) {
        const std::array input{randomImages(batch)};
        const auto a = usual->run(input), b = other->run(input);
        ASSERT_TRUE(a && b);
        EXPECT_EQ(a->front().shape, b->front().shape);
        EXPECT_LT(relativeError(b->front().as<float>(), a->front().as<float>()), 1e-5);
        EXPECT_NE(b->front().bytes, a->front().bytes) << "the same kernels would round alike";
    }
    std::ifstream maps("/proc/self/maps");
    const std::string loaded{std::istreambuf_iterator<char>(maps), {}};
    EXPECT_THAT(loaded, HasSubstr("libonnxruntime.so"));
    EXPECT_THAT(loaded, testing::Not(HasSubstr("openvino")));
    EXPECT_NE(libraryOf("openvino")->path, loadLibrary()->path);
}

TEST_F(OpenVinoTest, SixteenBitsRoundAsTheLabelSays) {
    const auto effective = resolveEffective(Precision::Fp16, false, "openvino", detectCpu());
    auto single = Session::create(tests::glyphsModel(), openVino());
    auto half = Session::create(tests::glyphsModel(),
                                openVino(inferencePrecision(Precision::Fp16, effective.id, "openvino")));
    ASSERT_TRUE(single && half);
    const std::array input{randomImages(4)};
    const auto reference = single->run(input), rounded = half->run(input);
    ASSERT_TRUE(reference && rounded);
    const double error = relativeError(rounded->front().as<float>(), reference->front().as<float>());
    // Rounding units 2⁻⁹, 2⁻¹² and 2⁻²⁵; the network's depth makes about ten units of them.
    if (effective.id == "bf16") {
        EXPECT_GT(error, 0.004);
        EXPECT_LT(error, 0.1);
    } else if (effective.id == "fp16") {
        EXPECT_GT(error, 1e-5);
        EXPECT_LT(error, 0.004);
    } else {
        EXPECT_LT(error, 1e-5);
    }
}

TEST_F(OpenVinoTest, APrecisionThatCannotBeAskedForIsRefused) {
    EXPECT_EQ(Session::create(tests::glyphsModel(), openVino("f99")).error().message.code,
              "runtime.precision_not_offered");
    SessionOptions onCpu;
    onCpu.inferencePrecision = "bf16";
    EXPECT_EQ(Session::create(tests::glyphsModel(), onCpu).error().message.code,
              "runtime.precision_not_offered");
}

// ONNX Runtime's Python interface logs an error here and silently runs the model on its CPU provider.
TEST_F(OpenVinoTest, AConfigurationThatItCannotReadGivesNoSession) {
    SessionOptions options = openVino();
    options.providerOptions["load_config"] = "no json";
    const auto session = Session::create(tests::glyphsModel(), options);
    ASSERT_FALSE(session);
    EXPECT_EQ(session.error().message.code, "runtime.session_failed");
    EXPECT_EQ(session.error().file, tests::glyphsModel().string());
    options.providerOptions["load_config"] = R"({"CPU":{"NO_SUCH_PROPERTY":"1"}})";
    EXPECT_FALSE(Session::create(tests::glyphsModel(), options));
}

TEST_F(OpenVinoTest, AModelWithoutAnyOperatorForItIsRefused) {
    pwb::tests::TinyModel model;
    model.c = std::string(12, '\0');
    model.first = "";
    model.then = "Hardmax";
    const auto session = Session::create(std::string_view(model.bytes()), openVino());
    ASSERT_FALSE(session);
    EXPECT_EQ(session.error().message.code, "runtime.provider_fell_back");
    EXPECT_EQ(argument(session.error(), "provider"), "openvino");
}

TEST_F(OpenVinoTest, OperatorsLeftToTheCpuProviderAreTold) {
    pwb::tests::TinyModel model;
    model.c = std::string(12, '\0');
    model.then = "Hardmax";
    auto session = Session::create(std::string_view(model.bytes()), openVino());
    ASSERT_TRUE(session) << session.error().message.code << argument(session.error(), "detail");
    EXPECT_THAT(session->leftToCpu(), ElementsAre("Hardmax"));
    Tensor input = Tensor::make(ElementType::Float, {1, 3});
    input.as<float>()[1] = 5;
    const auto output = session->run(std::array{input});
    ASSERT_TRUE(output);
    EXPECT_THAT(output->front().as<float>(), ElementsAre(0, 1, 0));
}

TEST_F(OpenVinoTest, BytesVisitorsAndBoundRunsWorkFromAnotherProcess) {
    auto fromPath = Session::create(tests::glyphsModel(), openVino());
    auto fromBytes = Session::create(std::string_view(readFile(tests::glyphsModel()).value()), openVino());
    ASSERT_TRUE(fromPath && fromBytes);
    const std::array input{randomImages(1)};
    const auto expected = fromPath->run(input);
    ASSERT_TRUE(expected);
    EXPECT_EQ(fromBytes->run(input)->front().bytes, expected->front().bytes);
    ASSERT_TRUE(fromPath->run(input, [&](const Session::OutputView& view) {
        EXPECT_EQ(std::vector(view.bytes.begin(), view.bytes.end()), expected->front().bytes);
    }));
    auto bound = BoundRun::create(*fromPath, {input[0]});
    ASSERT_TRUE(bound);
    EXPECT_TRUE(bound->run());
}

TEST_F(OpenVinoTest, WrongInputsAreErrorsAndTheSessionGoesOn) {
    auto session = Session::create(tests::glyphsModel(), openVino());
    ASSERT_TRUE(session);
    EXPECT_EQ(session->run({}).error().message.code, "runtime.wrong_input_count");
    EXPECT_EQ(session->run(std::array{Tensor::make(ElementType::Float, {1, 4, 64, 64})}).error().message.code,
              "runtime.run_failed");
    EXPECT_EQ(session->run(std::array{Tensor::make(ElementType::String, {1})}).error().message.code,
              "runtime.not_numeric");
    EXPECT_TRUE(session->run(std::array{randomImages(1)}));
}

TEST_F(OpenVinoTest, StoppingEndsARunThatOpenVinoItselfCannotEnd) {
    auto session = Session::create(tests::glyphsModel(), openVino());
    ASSERT_TRUE(session);
    const std::array input{randomImages(512)};
    std::stop_source source;
    std::jthread stopper([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(30));
        source.request_stop();
    });
    const auto outcome = session->run(input, source.get_token());
    ASSERT_FALSE(outcome);
    EXPECT_TRUE(isCancelled(outcome.error()));
    EXPECT_TRUE(session->run(std::array{randomImages(1)})) << "the session must still work";
}

TEST_F(OpenVinoTest, ACrashInTheChildIsAnErrorHereAndTheNextRunWorks) {
    auto session = Session::create(tests::glyphsModel(), openVino());
    ASSERT_TRUE(session);
    const auto alive = children();
    ASSERT_EQ(alive.size(), 1u);
    ASSERT_EQ(::kill(alive.front(), SIGSEGV), 0);
    const auto outcome = session->run(std::array{randomImages(1)});
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().message.code, "runtime.worker_crashed");
    EXPECT_EQ(argument(outcome.error(), "signal"), "SIGSEGV");
    EXPECT_TRUE(session->run(std::array{randomImages(1)}));
}

TEST_F(OpenVinoTest, AModelThatCannotBeReadIsNamed) {
    const auto session = Session::create(fs::path("absent.onnx"), openVino());
    ASSERT_FALSE(session);
    EXPECT_EQ(session.error().message.code, "runtime.session_failed");
    EXPECT_EQ(session.error().file, "absent.onnx");
}

TEST(OpenVinoLibrary, AMissingOneOrAMissingWorkerIsAnErrorThatSaysSo) {
    ASSERT_EQ(::setenv("PWB_WORKER", (tests::programs() / "runtime_test_worker").c_str(), 1), 0);
    ASSERT_EQ(::setenv("PWB_ONNXRUNTIME_OPENVINO", "/nowhere", 1), 0);
    const auto missing = Session::create(tests::glyphsModel(), openVino());
    ::unsetenv("PWB_ONNXRUNTIME_OPENVINO");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().message.code, "runtime.openvino_not_found");
    EXPECT_EQ(argument(missing.error(), "looked"), "/nowhere");

    ASSERT_EQ(::setenv("PWB_WORKER", "/nowhere/pwb", 1), 0);
    const auto alone = Session::create(tests::glyphsModel(), openVino());
    ::unsetenv("PWB_WORKER");
    ASSERT_FALSE(alone);
    EXPECT_EQ(alone.error().message.code, "runtime.worker_failed");
}

}  // namespace
