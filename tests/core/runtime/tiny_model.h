// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace pwb::tests {

/// Writes the ONNX model y = x + c, or y = then(x + c), by hand, so that tests of core's lower folders need
/// no ONNX library. Field numbers from onnx.proto; every number is below 128, every part below 16 KiB.
struct TinyModel {
    int elementType = 1;        ///< 1 float, 10 float16
    int batch = 0;              ///< of x; 0: dynamic
    int width = 3;              ///< second dimension of x and c
    int rows = 1;               ///< first dimension of c, so x may have `rows` rows, or 1
    std::string c;              ///< its bytes …
    std::string cFile = {};     ///< … or the file beside the model that holds them
    std::string first = "Add";  ///< operator of x and c; empty: none
    std::string then = {};      ///< operator of what the first one gives; empty: none

    [[nodiscard]] std::string bytes() const {
        std::string nodes;
        if (!first.empty())
            nodes +=
                text(1, text(1, "x") + text(1, "c") + text(2, then.empty() ? "y" : "t") + text(4, first));
        if (!then.empty())
            nodes += text(1, text(1, first.empty() ? "x" : "t") + text(2, "y") + text(4, then));
        std::string weight = number(1, rows) + number(1, width) + number(2, elementType) + text(8, "c");
        if (cFile.empty())
            weight += text(9, c);
        else
            weight += text(13, text(1, "location") + text(2, cFile)) + number(14, 1);
        const std::string graph =
            nodes + text(2, "tiny") + text(5, weight) + text(11, value("x")) + text(12, value("y"));
        return number(1, 8) + text(7, graph) + text(8, text(1, "") + number(2, 13));
    }

private:
    static std::string number(int field, int value) {
        return {static_cast<char>(field << 3), static_cast<char>(value)};
    }
    static std::string text(int field, const std::string& content) {
        std::string out = {static_cast<char>(field << 3 | 2)};
        if (content.size() > 127) out += static_cast<char>(0x80 | (content.size() & 0x7F));
        out += static_cast<char>(content.size() > 127 ? content.size() >> 7 : content.size());
        return out + content;
    }
    [[nodiscard]] std::string value(const std::string& name) const {
        const std::string rowCount = batch > 0 ? number(1, batch) : text(2, "N");
        const std::string shape = text(1, rowCount) + text(1, number(1, width));
        return text(1, name) + text(2, text(1, number(1, elementType) + text(2, shape)));
    }
};

}  // namespace pwb::tests
