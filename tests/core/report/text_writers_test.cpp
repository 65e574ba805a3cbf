// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/report/table.h"
#include "core/report/writers.h"
#include "core/result/changes.h"
#include "core/result/verdict.h"
#include "tests/support/documents/escaped_document.h"
#include "tests/support/test_folder.h"

using namespace pwb;
using namespace pwb::report;
using namespace pwb::result;
namespace fs = std::filesystem;

namespace {

// A reader of RFC 4180 of the test's own.
std::vector<std::vector<std::string>> readCsv(const std::string& csv) {
    std::vector<std::vector<std::string>> rows(1, {""});
    bool quoted = false;
    for (std::size_t i = 0; i < csv.size(); ++i) {
        const char c = csv[i];
        if (quoted && c == '"' && i + 1 < csv.size() && csv[i + 1] == '"')
            rows.back().back() += csv[++i];
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && c == ',')
            rows.back().emplace_back();
        else if (!quoted && c == '\r')
            continue;
        else if (!quoted && c == '\n')
            rows.push_back({""});
        else
            rows.back().back() += c;
    }
    rows.pop_back();
    return rows;
}

TEST(Csv, OneRowPerSampleWithRelativePaths) {
    const RunResult document = tests::escapedDocument();
    const auto rows = readCsv(writePredictionsCsv(document));
    ASSERT_EQ(rows.size(), 601u);
    EXPECT_THAT(rows[0], ::testing::ElementsAre("sample", "label", "fp32", "fp32_confidence", "fp16",
                                                "fp16_confidence", "int8", "int8_confidence"));
    EXPECT_EQ(rows[1][0], "folder 0/image, \"0\" <x>&.jpg");
    for (std::size_t i = 1; i < rows.size(); ++i) {
        ASSERT_EQ(rows[i].size(), 8u);
        EXPECT_EQ(rows[i][1], std::to_string(document.manifest->samples[i - 1].label));
        const evaluate::Prediction& int8 = (*document.engines[2].predictions)[i - 1];
        EXPECT_EQ(rows[i][6], std::to_string(int8.classes[0]));
        EXPECT_EQ(std::stof(rows[i][7]), int8.confidences[0]);
    }
}

TEST(Csv, LeavesUnansweredFieldsEmptyAndFailedEnginesOut) {
    RunResult document = tests::brokenDocument();
    auto predictions = *document.engines[0].predictions;
    predictions[0] = {};
    document.engines[0].predictions = std::make_shared<const std::vector<evaluate::Prediction>>(predictions);
    const auto rows = readCsv(writePredictionsCsv(document));
    EXPECT_EQ(rows[0].size(), 6u);
    EXPECT_EQ(rows[1][2], "");
    EXPECT_EQ(rows[1][3], "");
}

TEST(Markdown, HasTheVerdictTheTableAndEscapesNames) {
    const RunResult document = tests::escapedDocument();
    const std::string text = writeMarkdown(document, base::Words::of("en"));
    EXPECT_THAT(text, ::testing::StartsWith("# Glyph \\<reader\\> &amp; 7\n"));
    EXPECT_THAT(text, ::testing::HasSubstr("| Measure | FP32 | FP16 | INT8 |"));
    EXPECT_THAT(text, ::testing::HasSubstr("| Top-1 accuracy |"));
    EXPECT_THAT(text, ::testing::HasSubstr("## Environment"));
    EXPECT_THAT(
        text,
        ::testing::HasSubstr(
            "INT8: " + std::to_string(document.comparison(base::Precision::Int8)->accuracy->changedSamples) +
            " of 600 answers differ"));
    EXPECT_THAT(text, ::testing::Not(::testing::HasSubstr("report.")));
}

TEST(Table, SaysWhatItCannotTellApartAndLeavesUnmeasuredRowsOut) {
    const base::Words& words = base::Words::of("en");
    const auto rowNames = [&](const RunResult& document) {
        std::vector<std::string> names;
        for (const TableGroup& group : comparisonTable(document, words))
            for (const TableRow& row : group.rows) names.push_back(row.label);
        return names;
    };
    EXPECT_THAT(rowNames(tests::escapedDocument()),
                ::testing::IsSupersetOf({"Latency p50", "Peak memory", "Speed-up, p50"}));
    const auto broken = rowNames(tests::brokenDocument());
    EXPECT_THAT(broken, ::testing::Not(::testing::Contains("Latency p50")));
    EXPECT_THAT(broken, ::testing::Contains("Top-1 accuracy"));
    compare::AccuracyComparison accuracy;
    EXPECT_EQ(significanceText(accuracy, words), "not distinguishable");
    accuracy.distinguishable = true;
    accuracy.pValue = 0.004;
    EXPECT_EQ(significanceText(accuracy, words), "significant, p = 0.004");
}

TEST(Changes, WorstFirstAndConsistentWithTheComparison) {
    const RunResult document = tests::escapedDocument();
    const auto changed = changedSamples(document);
    ASSERT_GE(static_cast<std::int64_t>(changed.size()),
              document.comparison(base::Precision::Int8)->accuracy->changedSamples);
    EXPECT_TRUE(changed.front().rightToWrong);
    EXPECT_FALSE(changed.back().rightToWrong);
    std::int64_t count = 0;
    for (const Confusion& pair : topConfusions(document.engines[0], 1000)) {
        EXPECT_NE(pair.truth, pair.answer);
        count += pair.count;
    }
    EXPECT_EQ(count, document.engines[0].accuracy->samples - document.engines[0].accuracy->correct);
}

TEST(WriteAll, PutsFourFilesAndNothingElse) {
    const tests::TestFolder place;
    const fs::path folder = place / "report";
    ASSERT_TRUE(writeAll(tests::escapedDocument(), base::Words::of("en"), folder));
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename());
    EXPECT_THAT(
        names, ::testing::UnorderedElementsAre("report.json", "report.html", "report.md", "predictions.csv"));
    place.write("file", "in the way");
    const auto status = writeAll(tests::escapedDocument(), base::Words::of("en"), place / "file" / "below");
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().message.code, "base.folder_failed");
}

}  // namespace
