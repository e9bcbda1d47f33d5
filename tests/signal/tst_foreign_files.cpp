#include "tests/signal/import_fixture.h"

#include <QtTest>

#include <hdf5.h>
#include <matio.h>

using namespace andon;
using andon::test::ImportFixture;
using andon::test::values_text;

/// Files as other programs write them: MAT v5 and v7.3 by matio, HDF5 by the HDF5 library.
class TestForeignFiles : public QObject {
  Q_OBJECT
  ImportFixture files_;

private Q_SLOTS:
  void mat_versions_data() {
    QTest::addColumn<int>("version");
    QTest::addColumn<bool>("compressed");
    QTest::newRow("v5") << int(MAT_FT_MAT5) << false;
    QTest::newRow("v5 compressed") << int(MAT_FT_MAT5) << true;
    QTest::newRow("v7.3") << int(MAT_FT_MAT73) << false;
    QTest::newRow("v7.3 compressed") << int(MAT_FT_MAT73) << true;
  }
  void mat_versions() {
    QFETCH(int, version);
    QFETCH(bool, compressed);
    const std::filesystem::path path = files_.path(std::string("m") + QTest::currentDataTag() + ".mat");
    mat_t* file = Mat_CreateVer(path.c_str(), nullptr, static_cast<mat_ft>(version));
    QVERIFY(file);
    double vibration[5] = {1, -2.5, 3, 4, 0.25};
    std::size_t shape[2] = {5, 1};
    matvar_t* variable = Mat_VarCreate("DE_time", MAT_C_DOUBLE, MAT_T_DOUBLE, 2, shape, vibration, 0);
    QCOMPARE(Mat_VarWrite(file, variable, compressed ? MAT_COMPRESSION_ZLIB : MAT_COMPRESSION_NONE), 0);
    Mat_VarFree(variable);
    Mat_Close(file);
    const auto imported = files_.import(path);
    QVERIFY2(imported.report && imported.set, imported.error().c_str());
    QCOMPARE(imported.set->items().size(), std::size_t{1});
    const auto scene = imported.set->read(0);
    QVERIFY(scene && scene->find("DE_time"));
    QCOMPARE(values_text(scene->find("DE_time")->series), std::string("1 -2.5 3 4 0.25"));
  }
  void foreign_hdf5() {
    const std::filesystem::path path = files_.path("foreign.h5");
    const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    const hsize_t shape[1] = {4};
    const hid_t space = H5Screate_simple(1, shape, nullptr);
    const hid_t set =
        H5Dcreate2(file, "pressure", H5T_IEEE_F64LE, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    const double values[4] = {0.5, 1, 1.5, -2};
    QVERIFY(H5Dwrite(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0);
    H5Dclose(set);
    H5Sclose(space);
    H5Fclose(file);
    const auto imported = files_.import(path);
    QVERIFY2(imported.report && imported.set, imported.error().c_str());
    const auto scene = imported.set->read(0);
    QVERIFY(scene && scene->find("pressure"));
    QCOMPARE(values_text(scene->find("pressure")->series), std::string("0.5 1 1.5 -2"));
  }
  /// A chunked data set may claim 2^60 samples in a file of a few kilobytes.
  void huge_dimensions_are_refused_before_allocation() {
    const std::filesystem::path path = files_.path("huge.h5");
    const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    const hsize_t shape[1] = {1ULL << 60}, chunk[1] = {1024};
    const hid_t space = H5Screate_simple(1, shape, nullptr), layout = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_chunk(layout, 1, chunk);
    const hid_t set = H5Dcreate2(file, "claims", H5T_IEEE_F32LE, space, H5P_DEFAULT, layout, H5P_DEFAULT);
    QVERIFY(set >= 0);
    H5Dclose(set);
    H5Pclose(layout);
    H5Sclose(space);
    H5Fclose(file);
    const auto imported = files_.import(path);
    QVERIFY(!imported.report);
    QVERIFY2(imported.report.error().message.find("huge.h5") != std::string::npos, imported.error().c_str());
  }
};

QTEST_APPLESS_MAIN(TestForeignFiles)
#include "tst_foreign_files.moc"
