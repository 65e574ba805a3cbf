// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/write_manifest.h"

#include <algorithm>

#include "core/base/files.h"
#include "core/dataset/text.h"

namespace pwb::dataset {
namespace fs = std::filesystem;
namespace {

std::string quoted(const std::string& cell) {
    if (cell.find_first_of(",;\"\r\n\t") == std::string::npos) return cell;
    std::string text = "\"";
    for (const char c : cell) text += c == '"' ? std::string("\"\"") : std::string(1, c);
    return text + "\"";
}

}  // namespace

base::Status writeCsvManifest(const Manifest& manifest, const fs::path& file) {
    std::error_code code;
    const fs::path folder = fs::absolute(file, code).lexically_normal().parent_path();
    const bool numbers = !manifest.classes.empty() &&
                         std::all_of(manifest.classes.begin(), manifest.classes.end(),
                                     [](const std::string& name) { return parseIndex(name).has_value(); });
    std::string text = "path,label,name\n";
    for (const Sample& sample : manifest.samples) {
        const fs::path absolute = fs::absolute(sample.path, code).lexically_normal();
        const fs::path relative = absolute.lexically_relative(folder);
        const auto at = static_cast<std::size_t>(std::max(0, sample.label));
        const std::string name = sample.label < 0 ? "" : manifest.classes[at];
        const std::string label = numbers ? name : std::to_string(sample.label);
        text += quoted((relative.empty() ? absolute : relative).string()) + "," + quoted(label) + "," +
                quoted(name) + "\n";
    }
    return base::writeFileAtomically(file, text);
}

}  // namespace pwb::dataset
