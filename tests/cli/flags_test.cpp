// SPDX-License-Identifier: GPL-3.0-or-later
// Every flag of every command, read off the commands' own help: each is given to pwb with a value that it
// refuses, and those of a run with one whose effect is found in the run's plan, store or report. A flag that
// the help lists and the table does not, or the other way round, fails.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "tests/cli/run_pwb.h"

using namespace pwb;
using namespace pwb::cli;
using nlohmann::json;
using ::testing::HasSubstr;

namespace {

using Words = std::vector<std::string>;

/// A value that a flag refuses before any work is done.
struct Refusal {
    std::string value;  ///< "=…" stands for one that is attached, as switches take it
    int code = 2;
    std::string said = {};  ///< beside the flag's name, which exit code 2 always comes with; else the value
};

const Refusal kSwitch = {"=maybe"};
const Refusal kNoFile = {"/nowhere/at/all", 3};
const Refusal kNoFolder = {"/dev/null/x", 3};

// By flag: a flag means the same in every command that has it.
const std::map<std::string, Refusal> kRefusals = {
    {"--accuracy-floor", {"101"}},
    {"--agnostic-nms", kSwitch},
    {"--antialias", kSwitch},
    {"--allow-unreadable", kSwitch},
    {"--batch", {"0"}},
    {"--batches", {"1,0"}},
    {"--calibration", kNoFile},
    {"--calibration-batch", {"-1"}},
    {"--calibration-samples", {"0"}},
    {"--calibration-table", kNoFile},
    {"--calibrator", {"magic"}},
    {"--color", {"grey"}},
    {"--confidence", {"2"}},
    {"--crop", {"0"}},
    {"--decode-with", {"gimp"}},
    {"--data", kNoFile},
    {"--detector", {"magic"}},
    {"--dynamic", kSwitch},
    {"--for", {"tpu"}},
    {"--format", {"pdf"}},
    {"--fp16-io", {"int8"}},
    {"--fps", {"-1"}},
    {"--interpolation", {"cubic"}},
    {"--json", kSwitch},
    {"--keep-float", {"no/such/layer", 2, "no/such/layer"}},
    {"--labels", kNoFile},
    {"--latency-ms", {"0"}},
    {"--layers", kSwitch},
    {"--layout", {"hwc"}},
    {"--limit", {"0"}},
    {"--max-detections", {"0"}},
    {"--max-drop", {"-1"}},
    {"--mean", {"1,2"}},
    {"--memory-gb", {"0"}},
    {"--model", kNoFile},
    {"--nms-iou", {"2"}},
    {"--no-antialias", kSwitch},
    {"--no-calibration-cache", kSwitch},
    {"--no-measure", kSwitch},
    {"--no-plain-int8", kSwitch},
    {"--out", kNoFolder},
    {"--pad", {"256"}},
    {"--platform", {"toaster"}},
    {"--precision", {"int4"}},
    {"--precisions", {"fp32,int4"}},
    {"--preprocess", kNoFile},
    {"--preprocess-preset", {"magic"}},
    {"--provider", {"tpu"}},
    {"--qat", kNoFile},
    {"--qat-possible", kSwitch},
    {"--quiet", kSwitch},
    {"--resize", {"crop"}},
    {"--resize-with", {"gimp"}},
    {"--resume", kSwitch},
    {"--runs", {"0"}},
    {"--safety-critical", kSwitch},
    {"--samples", {"0"}},
    {"--scale", {"1/0"}},
    {"--seed", {"x"}},
    {"--sensitivity", kSwitch},
    {"--size", {"64x"}},
    {"--smallest-object", {"0"}},
    {"--sort", {"size"}},
    {"--std", {"1,2"}},
    {"--streams", {"0"}},
    {"--streams-needed", {"0"}},
    {"--table", kNoFolder},
    {"--task", {"poetry"}},
    {"--threads", {"many"}},
    {"--threshold", {"2"}},
    {"--validation", kNoFile},
    {"--video-rate", {"0"}},
};

const Words kData = {"--data", "--labels", "--video-rate"};
const Words kQuantising = {"--calibration", "--calibration-table", "--calibration-samples",
                           "--calibrator",  "--calibration-batch", "--no-calibration-cache",
                           "--seed",        "--max-drop",          "--keep-float",
                           "--qat",         "--dynamic",           "--fp16-io"};
const Words kReading = {"--size",           "--resize",        "--color",
                        "--scale",          "--mean",          "--std",
                        "--layout",         "--task",          "--detector",
                        "--threshold",      "--nms-iou",       "--confidence",
                        "--max-detections", "--agnostic-nms",  "--no-plain-int8",
                        "--crop",           "--interpolation", "--resize-with",
                        "--antialias",      "--no-antialias",  "--pad",
                        "--decode-with",    "--preprocess",    "--preprocess-preset"};
const Words kRunning = {"--threads", "--provider", "--out", "--json", "--quiet"};

struct Command {
    std::string name;
    std::vector<Words> flags;  ///< in groups, as several commands share them
    std::vector<Words>
        complete;  ///< what it needs to be refused for nothing else; left out where it is the flag tried
};

const std::vector<Command>& commands() {
    static const std::string model = kModel, val = cli::kData, calibration = kCalibration;
    static const std::vector<Command> all = {
        {"compare",
         {kData,
          kQuantising,
          kReading,
          kRunning,
          {"--precisions",
           "--batch",
           "--limit",
           "--allow-unreadable",
           "--batches",
           "--streams",
           "--runs",
           "--layers",
           "--sensitivity",
           "--no-measure",
           "--memory-gb",
           "--streams-needed",
           "--fps",
           "--latency-ms",
           "--accuracy-floor",
           "--smallest-object",
           "--safety-critical",
           "--qat-possible",
           "--platform",
           "--resume"}},
         {{model}, {"--data", val}, {"--precisions", "int8"}, {"--out", "OUT"}}},
        {"build",
         {kData, kQuantising, kReading, kRunning, {"--precision", "--all", "--for"}},
         {{model}, {"--data", val}, {"--precision", "int8"}, {"--out", "OUT"}}},
        {"layers",
         {kData, kQuantising, kReading, kRunning, {"--sensitivity", "--sort", "--csv", "--precisions"}},
         {{model}, {"--data", val}, {"--precisions", "int8"}, {"--out", "OUT"}}},
        {"inspect", {kData, kReading, {"--json"}}, {{model}, {"--data", val}}},
        {"calibrate",
         {{"--data", "--validation", "--labels", "--model", "--out", "--table", "--calibration-samples",
           "--calibrator", "--calibration-batch", "--no-calibration-cache", "--seed", "--json"},
          kReading},
         {{"--data", calibration}, {"--model", model}}},
        {"preprocess",
         {kData, kReading, {"--samples", "--out", "--all", "--json", "--quiet"}},
         {{model}, {"--data", val}}},
        {"report", {{"--format", "--out"}}, {{"RUN"}}},
        {"doctor", {{"--json"}}, {}},
    };
    return all;
}

std::set<std::string> flagsInHelp(const Words& command) {
    Words arguments = command;
    arguments.emplace_back("--help");
    const std::string help = runPwb(arguments).out;
    static const std::regex line("(?:^|\n)  (?:-\\w,)?(--[a-z0-9-]+)");
    std::set<std::string> flags;
    for (std::sregex_iterator it(help.begin(), help.end(), line), end; it != end; ++it)
        flags.insert((*it)[1]);
    flags.erase("--help");
    flags.erase("--version");
    return flags;
}

TEST(Flags, EveryCommandIsInTheTable) {
    const std::string help = runPwb({"--help"}).out;
    std::set<std::string> found, known;
    static const std::regex line("\n  ([a-z]+) ");
    const std::string listed = help.substr(help.find("Subcommands:"));
    for (std::sregex_iterator it(listed.begin(), listed.end(), line), end; it != end; ++it)
        found.insert((*it)[1]);
    for (const Command& command : commands()) known.insert(command.name);
    EXPECT_EQ(found, known);
    EXPECT_TRUE(flagsInHelp({}).empty());
}

class EveryFlag : public testing::TestWithParam<Command> {
protected:
    const TestFolder folder;

    Finished refused(const std::string& flag, const Refusal& refusal) const {
        Words arguments = {GetParam().name};
        for (const Words& words : GetParam().complete) {
            if (words.front() == flag) continue;
            for (const std::string& word : words)
                arguments.push_back(word == "OUT" || word == "RUN" ? folder.at("run") : word);
        }
        if (refusal.value.starts_with('=')) {
            arguments.push_back(flag + refusal.value);
        } else {
            arguments.push_back(flag);
            arguments.push_back(refusal.value);
        }
        return runPwb(arguments);
    }
};

TEST_P(EveryFlag, IsInTheTable) {
    std::set<std::string> known;
    for (const Words& group : GetParam().flags) known.insert(group.begin(), group.end());
    EXPECT_EQ(flagsInHelp({GetParam().name}), known);
}

TEST_P(EveryFlag, RefusesAWrongValueByName) {
    for (const Words& group : GetParam().flags)
        for (const std::string& flag : group) {
            if (flag == "--all" || flag == "--csv" ||
                ((GetParam().name == "report" || GetParam().name == "preprocess") && flag == "--out"))
                continue;  // see below
            const Refusal& refusal = kRefusals.at(flag);
            const Finished finished = refused(flag, refusal);
            EXPECT_EQ(finished.code, refusal.code) << flag << ": " << finished.err;
            const std::string said = !refusal.said.empty() ? refusal.said
                                     : refusal.code == 2   ? flag
                                                           : refusal.value;
            EXPECT_THAT(finished.err, HasSubstr(said)) << flag;
        }
}

INSTANTIATE_TEST_SUITE_P(Of, EveryFlag, testing::ValuesIn(commands()),
                         [](const auto& command) { return command.param.name; });

// --- what flags do: a value of each that is not the default is found again

/// A fact of a run's store.
json fact(const std::filesystem::path& run, const std::string& key) {
    sqlite3* opened = nullptr;
    sqlite3_open_v2((run / "run.sqlite").c_str(), &opened, SQLITE_OPEN_READONLY, nullptr);
    const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database(opened, &sqlite3_close);
    std::string text;
    const auto keep = [](void* to, int, char** values, char**) {
        *static_cast<std::string*>(to) = values[0];
        return 0;
    };
    sqlite3_exec(opened, ("select json from facts where key = '" + key + "'").c_str(), keep, &text, nullptr);
    return json::parse(text, nullptr, false);
}

const std::string kLayer = "/features/features.2/conv/conv.2/Conv";

const Words& quantisingAndReading() {
    static const Words all = {"--data",
                              cli::kData,
                              "--labels",
                              (tests::samples() / "glyphs/labels.txt").string(),
                              "--video-rate",
                              "2",
                              "--calibration",
                              kCalibration,
                              "--calibration-samples",
                              "72",
                              "--calibrator",
                              "minmax",
                              "--calibration-batch",
                              "4",
                              "--no-calibration-cache",
                              "--seed",
                              "7",
                              "--keep-float",
                              kLayer,
                              "--fp16-io",
                              "fp16",
                              "--size",
                              "64x64",
                              "--resize",
                              "letterbox",
                              "--color",
                              "bgr",
                              "--scale",
                              "1/127.5",
                              "--mean",
                              "0.485,0.456,0.406",
                              "--std",
                              "0.229,0.224,0.225",
                              "--layout",
                              "nchw",
                              "--task",
                              "classification",
                              "--nms-iou",
                              "0.6",
                              "--confidence",
                              "0.01",
                              "--max-detections",
                              "50",
                              "--agnostic-nms",
                              "--no-plain-int8",
                              "--threads",
                              "2",
                              "--provider",
                              "cpu",
                              "--quiet"};
    return all;
}

void expectQuantisingAndReading(const json& plan) {
    EXPECT_EQ(plan["data"], cli::kData);
    EXPECT_EQ(plan["labels"], (tests::samples() / "glyphs/labels.txt").string());
    EXPECT_EQ(plan["videoRate"], 2);
    EXPECT_EQ(plan["calibration"], kCalibration);
    EXPECT_EQ(plan["calibrationSamples"], 72);
    EXPECT_EQ(plan["calibrator"], 0) << "minmax";
    EXPECT_EQ(plan["calibrationBatch"], 4);
    EXPECT_EQ(plan["calibrationCache"], false);
    EXPECT_EQ(plan["seed"], 7);
    EXPECT_EQ(plan["keepFloat"], json::array({kLayer}));
    EXPECT_EQ(plan["fp16Io"], true);
    EXPECT_EQ(plan["plainInt8"], false);
    EXPECT_EQ(plan["threads"], 2);
    EXPECT_EQ(plan["provider"], "cpu");
    EXPECT_EQ(plan["task"], 1) << "classification";
    const json& preprocess = plan["preprocess"];
    EXPECT_EQ(preprocess["width"], 64);
    EXPECT_EQ(preprocess["height"], 64);
    EXPECT_EQ(preprocess["resize"], 1) << "letterbox";
    EXPECT_EQ(preprocess["color"], 1) << "bgr";
    EXPECT_EQ(preprocess["layout"], 0) << "nchw";
    EXPECT_DOUBLE_EQ(preprocess["scale"].get<double>(), 1 / 127.5);
    EXPECT_EQ(preprocess["mean"], json::array({0.485, 0.456, 0.406}));
    EXPECT_EQ(preprocess["std"], json::array({0.229, 0.224, 0.225}));
    EXPECT_EQ(plan["detector"]["nmsIou"], 0.6);
    EXPECT_EQ(plan["detector"]["confidence"], 0.01);
    EXPECT_EQ(plan["detector"]["maxDetections"], 50);
    EXPECT_EQ(plan["detector"]["agnosticNms"], true);
}

TEST(Flags, ThoseOfCompareReachTheRun) {
    const TestFolder folder;
    Words arguments = {"compare", kModel};
    arguments.insert(arguments.end(), quantisingAndReading().begin(), quantisingAndReading().end());
    for (const char* word : {"--precisions",
                             "fp32",
                             "--dynamic",
                             "--max-drop",
                             "0.5",
                             "--batch",
                             "8",
                             "--limit",
                             "36",
                             "--allow-unreadable",
                             "--batches",
                             "1,2",
                             "--streams",
                             "1,3",
                             "--runs",
                             "50",
                             "--no-measure",
                             "--memory-gb",
                             "4",
                             "--streams-needed",
                             "2",
                             "--fps",
                             "10",
                             "--latency-ms",
                             "5",
                             "--accuracy-floor",
                             "90",
                             "--smallest-object",
                             "12",
                             "--safety-critical",
                             "--qat-possible",
                             "--platform",
                             "jetson-nano",
                             "--layers",
                             "--sensitivity",
                             "--json"})
        arguments.emplace_back(word);
    arguments.insert(arguments.end(), {"--qat", (tests::samples() / "glyphs/mobilenetv2-qat.onnx").string(),
                                       "--out", folder.at("run")});
    const Finished finished = runPwb(arguments);
    EXPECT_TRUE(finished.code == 0 || finished.code == 1) << finished.err;
    EXPECT_THAT(finished.err, testing::Not(HasSubstr("%"))) << "--quiet";

    const json report = json::parse(finished.out, nullptr, false);
    ASSERT_TRUE(report.is_object()) << "--json";
    Words engines;
    for (const json& engine : report["engines"]) engines.push_back(engine["id"]);
    EXPECT_EQ(engines, (Words{"fp32", "int8-qat", "int8-dynamic"}));
    EXPECT_TRUE(report.contains("layers")) << "--layers";
    EXPECT_EQ(report["data"]["samples"], 36);

    const json plan = fact(folder / "run", "plan");
    ASSERT_TRUE(plan.is_object());
    expectQuantisingAndReading(plan);
    EXPECT_EQ(plan["precisions"], json::array({0}));
    EXPECT_EQ(plan["dynamicInt8"], true);
    EXPECT_EQ(plan["maxDrop"], 0.5);
    EXPECT_EQ(plan["qat"], (tests::samples() / "glyphs/mobilenetv2-qat.onnx").string());
    EXPECT_EQ(plan["batch"], 8);
    EXPECT_EQ(plan["limit"], 36);
    EXPECT_EQ(plan["allowUnreadable"], true);
    EXPECT_EQ(plan["batches"], json::array({1, 2}));
    EXPECT_EQ(plan["streams"], json::array({1, 3}));
    EXPECT_EQ(plan["runs"], 50);
    EXPECT_EQ(plan["measure"], false);
    EXPECT_EQ(plan["layers"], true);
    EXPECT_EQ(plan["sensitivity"], true);
    const json& required = plan["requirements"];
    EXPECT_EQ(required["memoryGb"], 4);
    EXPECT_EQ(required["streams"], 2);
    EXPECT_EQ(required["fps"], 10);
    EXPECT_EQ(required["latencyMs"], 5);
    EXPECT_EQ(required["accuracyFloorPercent"], 90);
    EXPECT_EQ(required["smallestObjectPx"], 12);
    EXPECT_EQ(required["safetyCritical"], true);
    EXPECT_EQ(required["qatPossible"], true);
    EXPECT_EQ(required["platform"], "jetson-nano");

    // What a plan asks differently is another run: --resume refuses it by name.
    arguments.insert(arguments.end(), {"--resume"});
    *std::find(arguments.begin(), arguments.end(), "7") = "8";
    const Finished resumed = runPwb(arguments);
    EXPECT_NE(resumed.code, 0) << "another seed";
}

TEST(Flags, ThoseOfDetectorsReachTheReport) {
    const TestFolder folder;
    const auto pitch = tests::samples() / "pitch";
    const Finished finished = runPwb({"compare",
                                      pitch / "detector.onnx",
                                      "--data",
                                      pitch / "val",
                                      "--precisions",
                                      "fp32",
                                      "--no-measure",
                                      "--limit",
                                      "4",
                                      "--detector",
                                      "yolov8",
                                      "--threshold",
                                      "0.4",
                                      "--nms-iou",
                                      "0.6",
                                      "--confidence",
                                      "0.01",
                                      "--max-detections",
                                      "3",
                                      "--agnostic-nms",
                                      "--quiet",
                                      "--json",
                                      "--out",
                                      folder.at("run")});
    ASSERT_EQ(finished.code, 0) << finished.err;
    const json data = json::parse(finished.out)["data"];
    const std::string text = data.dump();
    for (const char* value : {"yolov8", "0.4", "0.6", "0.01"}) EXPECT_THAT(text, HasSubstr(value));
    const json plan = fact(folder / "run", "plan");
    EXPECT_EQ(plan["threshold"], 0.4);
    EXPECT_EQ(plan["detector"]["maxDetections"], 3);
}

TEST(Flags, ThoseOfLayersReachTheRun) {
    const TestFolder folder;
    Words arguments = {"layers", kModel};
    arguments.insert(arguments.end(), quantisingAndReading().begin(), quantisingAndReading().end());
    arguments.insert(arguments.end(), {"--precisions", "fp32", "--sort", "ms", "--csv",
                                       folder.at("layers.csv"), "--json", "--out", folder.at("run")});
    const Finished finished = runPwb(arguments);
    ASSERT_EQ(finished.code, 0) << finished.err;
    EXPECT_TRUE(json::parse(finished.out).contains("layers"));
    expectQuantisingAndReading(fact(folder / "run", "plan"));
    // By time, the slowest first.
    std::vector<double> times;
    std::istringstream csv(content(folder / "layers.csv"));
    std::string line;
    std::getline(csv, line);
    while (std::getline(csv, line))
        if (const std::string time = line.substr(line.rfind(',') + 1); !time.empty() && time != "\r")
            times.push_back(std::stod(time));
    ASSERT_GT(times.size(), 20U);
    EXPECT_TRUE(std::is_sorted(times.rbegin(), times.rend()));
}

TEST(Flags, ThoseOfBuildDecideWhichFilesAreMade) {
    const TestFolder folder;
    Words arguments = {"build", kModel};
    arguments.insert(arguments.end(), quantisingAndReading().begin(), quantisingAndReading().end());
    arguments.insert(arguments.end(), {"--precision", "fp16", "--dynamic", "--for", "cpu", "--json", "--out",
                                       folder.at("run")});
    const Finished finished = runPwb(arguments);
    ASSERT_EQ(finished.code, 0) << finished.err;
    Words engines;
    for (const json& engine : json::parse(finished.out)) engines.push_back(engine["id"]);
    EXPECT_EQ(engines, (Words{"fp16", "int8-dynamic"}));
    const Finished both = runPwb({"build", kModel, "--all", "--precision", "fp32"});
    EXPECT_EQ(both.code, 2);
    EXPECT_THAT(both.err, HasSubstr("--all"));
}

TEST(Flags, ThoseOfPreprocessingShowInInspectAndCalibrate) {
    const TestFolder folder;
    const Words reading = {"--labels", (tests::samples() / "glyphs/labels.txt").string(),
                           "--size",   "64x64",
                           "--resize", "letterbox",
                           "--color",  "bgr",
                           "--scale",  "1/127.5",
                           "--mean",   "0.5,0.25,0.125",
                           "--std",    "0.229,0.224,0.225",
                           "--layout", "nchw",
                           "--task",   "classification",
                           "--json"};
    Words inspect = {"inspect", kModel, "--data", cli::kData, "--video-rate", "2"};
    inspect.insert(inspect.end(), reading.begin(), reading.end());
    const Finished inspected = runPwb(inspect);
    ASSERT_EQ(inspected.code, 0) << inspected.err;
    for (const char* shown : {"letterbox", "bgr", "0.25", "0.229", "classification"})
        EXPECT_THAT(inspected.out, HasSubstr(shown));

    Words calibrate = {"calibrate", "--data", kCalibration, "--validation",         cli::kData,
                       "--model",   kModel,   "--out",      folder.at("drawn.csv"), "--calibration-samples",
                       "36",        "--seed", "7"};
    calibrate.insert(calibrate.end(), reading.begin(), reading.end());
    const Finished drawn = runPwb(calibrate);
    ASSERT_EQ(drawn.code, 0) << drawn.err;
    EXPECT_TRUE(json::parse(drawn.out).is_object()) << "--json";
    const std::string manifest = content(folder / "drawn.csv");
    EXPECT_EQ(std::count(manifest.begin(), manifest.end(), '\n'), 36 + 1);
    *std::find(calibrate.begin(), calibrate.end(), "7") = "8";
    ASSERT_EQ(runPwb(calibrate).code, 0);
    EXPECT_NE(content(folder / "drawn.csv"), manifest) << "--seed";
}

TEST(Flags, ThoseOfResizingShowInInspect) {
    const Words start = {"inspect", kModel, "--data", cli::kData, "--json"};
    const auto inspected = [&](const Words& more) {
        Words arguments = start;
        arguments.insert(arguments.end(), more.begin(), more.end());
        const Finished finished = runPwb(arguments);
        EXPECT_EQ(finished.code, 0) << finished.err;
        return json::parse(finished.out)["data"]["preprocess"];
    };
    json how = inspected(
        {"--resize", "73", "--crop", "64", "--interpolation", "bicubic", "--resize-with", "pillow"});
    EXPECT_EQ(how["resize"], "center-crop");
    EXPECT_EQ(how["resize_to"], 73);
    EXPECT_EQ(how["interpolation"], "bicubic");
    EXPECT_EQ(how["resize_with"], "pillow");
    EXPECT_EQ(inspected({"--resize", "80x73"})["resize_to"], (json{80, 73}));
    EXPECT_EQ(inspected({"--antialias"})["resize_with"], "pillow");
    EXPECT_EQ(inspected({"--antialias", "--resize-with", "torchvision"})["resize_with"], "torchvision");
    EXPECT_EQ(inspected({"--no-antialias"})["resize_with"], "opencv");
    for (const Words& contradiction :
         {Words{"--no-antialias", "--antialias"}, {"--no-antialias", "--resize-with", "pillow"}}) {
        Words arguments = start;
        arguments.insert(arguments.end(), contradiction.begin(), contradiction.end());
        EXPECT_EQ(runPwb(arguments).code, 2) << contradiction.back();
    }

    const TestFolder folder;
    const Finished small =
        runPwb({"compare", kModel, "--data", cli::kData, "--resize", "32", "--out", folder.at("run")});
    EXPECT_EQ(small.code, 3);
    EXPECT_THAT(small.err, HasSubstr("too little"));
    const Finished box = runPwb(
        {"compare", kModel, "--data", cli::kData, "--interpolation", "box", "--out", folder.at("run")});
    EXPECT_EQ(box.code, 3);
    EXPECT_THAT(box.err, HasSubstr("--resize-with pillow"));
}

TEST(Flags, ThoseOfReportChooseWhatIsWritten) {
    const TestFolder folder;
    ASSERT_EQ(runPwb({"compare", kModel, "--data", cli::kData, "--precisions", "fp32", "--limit", "36",
                      "--no-measure", "--quiet", "--out", folder.at("run")})
                  .code,
              0);
    const Finished written =
        runPwb({"report", folder.at("run"), "--format", "csv", "--out", folder.at("elsewhere")});
    EXPECT_EQ(written.code, 0) << written.err;
    Words names;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "elsewhere"))
        names.push_back(entry.path().filename());
    EXPECT_EQ(names, Words{"predictions.csv"});
    const Finished blocked = runPwb({"report", folder.at("run"), "--out", "/dev/null/x"});
    EXPECT_NE(blocked.code, 0);
    EXPECT_THAT(blocked.err, HasSubstr("/dev/null/x"));
}

}  // namespace
