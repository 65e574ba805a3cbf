// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/about.h"

#include <QApplication>
#include <QMessageBox>

#include "core/runtime/library.h"
#include "ui/models/format.h"
#include "ui/theme/theme.h"

namespace pwb::ui {
namespace {

struct About {
    Q_DECLARE_TR_FUNCTIONS(About)
};

}  // namespace

void showAbout(QWidget* window) {
    const auto library = runtime::loadLibrary();
    auto* box = new QMessageBox(window);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(About::tr("About Precision Workbench"));
    box->setTextFormat(Qt::PlainText);
    box->setText(About::tr("Precision Workbench %1").arg(QApplication::applicationVersion()));
    box->setInformativeText(
        About::tr("Should this model be deployed in FP32, FP16 or INT8? Answered with evidence.\n\n"
                  "ONNX Runtime: %1\nQt %2\n\nFree software under the GNU General Public License, version 3 "
                  "or later.")
            .arg(library ? QString::fromStdString(library->version) : coreText(library.error().message),
                 QString::fromLatin1(qVersion())));
    box->setIconPixmap(
        iconPixmap(QStringLiteral("logo"), Qt::black, scaled(48), window->devicePixelRatioF()));
    box->open();
}

}  // namespace pwb::ui
