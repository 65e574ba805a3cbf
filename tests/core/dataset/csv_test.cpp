// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "core/dataset/annotations/csv_table.h"
#include "core/dataset/manifest.h"
#include "tests/core/dataset/support.h"

namespace pwb::dataset::test {
namespace {

using ::testing::ElementsAre;

base::Result<Manifest> readCsv(const std::string& content, const LabelOptions& options = {},
                               const char* name = "m.csv") {
    const TestFolder folder;
    return readManifest(folder.write(name, content), options);
}

std::vector<std::string> rowsOf(const Manifest& manifest) {
    std::vector<std::string> rows;
    for (const Sample& sample : manifest.samples)
        rows.push_back(sample.path.lexically_relative(manifest.root).string() + "=" +
                       std::to_string(sample.label));
    return rows;
}

TEST(CsvManifest, NamesInTheOrderWritten) {
    const auto manifest = readCsv(
        "\xEF\xBB\xBFpath,label\r\nz.jpg,dog\r\n\"a, \"\"b\"\".jpg\", cat\r\n\r\nsub/../猫.png,dog\r\n");
    ASSERT_TRUE(manifest);
    EXPECT_EQ(manifest->kind, SourceKind::CsvManifest);
    EXPECT_THAT(manifest->classes, ElementsAre("cat", "dog"));
    EXPECT_THAT(rowsOf(*manifest), ElementsAre("z.jpg=1", "a, \"b\".jpg=0", "猫.png=1"));
    EXPECT_TRUE(manifest->samples.front().path.is_absolute());
}

TEST(CsvManifest, HeaderMayNameColumnsInAnyOrder) {
    const auto manifest = readCsv("id;Label;Path\n1;0;a.jpg\n2;3;b.jpg", {.modelClasses = 4});
    ASSERT_TRUE(manifest);
    EXPECT_THAT(rowsOf(*manifest), ElementsAre("a.jpg=0", "b.jpg=3"));
    EXPECT_THAT(manifest->classes, ElementsAre("0", "1", "2", "3"));
}

TEST(CsvManifest, TabsWithoutHeader) {
    const auto manifest = readCsv("a,1.jpg\t1\nb.jpg\t0\n", {}, "m.tsv");
    ASSERT_TRUE(manifest);
    EXPECT_THAT(rowsOf(*manifest), ElementsAre("a,1.jpg=1", "b.jpg=0"));
}

TEST(CsvManifest, AbsolutePathsStay) {
    const auto manifest = readCsv("/data/a.jpg,x\n");
    ASSERT_TRUE(manifest);
    EXPECT_EQ(manifest->samples.front().path, "/data/a.jpg");
}

TEST(CsvManifest, ErrorsNameTheLine) {
    const auto lineOf = [](const base::Result<Manifest>& result) {
        return argument(result.error().message, "line");
    };
    const auto row = readCsv("path,label\na.jpg,0\nb.jpg\n");
    ASSERT_EQ(codeOf(row), "dataset.csv_row");
    EXPECT_EQ(lineOf(row), "3");
    const auto cell = readCsv("a.jpg,0\n\n,1\n");
    ASSERT_EQ(codeOf(cell), "dataset.csv_cell_empty");
    EXPECT_EQ(lineOf(cell), "3");
    const auto quote = readCsv("\"two\nlines.jpg\",0\n\"open,1\n");
    ASSERT_EQ(codeOf(quote), "dataset.csv_quote");
    EXPECT_EQ(lineOf(quote), "3");
    EXPECT_EQ(codeOf(readCsv("\"a\"b.jpg,0\n")), "dataset.csv_quote");
    EXPECT_EQ(codeOf(readCsv("path\na.jpg\n")), "dataset.csv_columns");
    EXPECT_EQ(codeOf(readCsv("")), "dataset.empty");
    EXPECT_EQ(codeOf(readCsv("path,label\n")), "dataset.empty");
}

TEST(CsvManifest, LabelsMustBeKnown) {
    const TestFolder folder;
    const auto labels = folder.write("names.txt", "cat\ndog\n");
    const auto unknown = readCsv("a.jpg,cat\nb.jpg,bird\nc.jpg,bird\n", {.labelsFile = labels});
    ASSERT_EQ(codeOf(unknown), "dataset.csv_label_unknown");
    EXPECT_EQ(argument(unknown.error().message, "line"), "2");
    EXPECT_EQ(argument(unknown.error().message, "name"), "bird");
    EXPECT_EQ(argument(unknown.error().message, "labels"), labels.string());
    const auto high = readCsv("a.jpg,0\nb.jpg,2\n", {.labelsFile = labels});
    ASSERT_EQ(codeOf(high), "dataset.csv_label_unknown");
    EXPECT_EQ(argument(high.error().message, "name"), "0");
    EXPECT_EQ(codeOf(readCsv("a.jpg,0\nb.jpg,4\n", {.modelClasses = 4})), "dataset.classes_mismatch");
    const auto named = readCsv("a.jpg,1\nb.jpg,0\n", {.labelsFile = labels, .modelClasses = 2});
    ASSERT_TRUE(named);
    EXPECT_THAT(named->classes, ElementsAre("cat", "dog"));
}

TEST(CsvTable, WhatIsQuotedIsReadBack) {
    EXPECT_TRUE(rc::check([] {
        const auto cells = *rc::gen::nonEmpty<std::vector<std::string>>();
        std::string line;
        for (const std::string& cell : cells) {
            line += line.empty() ? "\"" : ",\"";
            for (const char c : cell) line += c == '"' ? std::string("\"\"") : std::string(1, c);
            line += '"';
        }
        const auto rows = parseCsv(line + "\r\n" + line, ',', "f");
        RC_ASSERT(rows.has_value());
        if (cells.size() == 1 && cells.front().empty()) return;  // reads as a blank line
        RC_ASSERT(rows->size() == 2U);
        RC_ASSERT(rows->front().cells == cells);
        RC_ASSERT(rows->back().cells == cells);
    }));
}

TEST(CsvTable, AnythingIsReadOrRefused) {
    EXPECT_TRUE(rc::check([](const std::string& text) {
        const auto rows = parseCsv(text, ',', "f");
        if (!rows) RC_ASSERT(rows.error().message.code == "dataset.csv_quote");
    }));
}

}  // namespace
}  // namespace pwb::dataset::test
