using PersonaGrain.Learning.Clusters;
using PersonaGrain.Testing;

namespace PersonaGrain.Learning.Tests.Clusters;

public sealed class ClusterTests
{
    private const string Iris = "ml_reference/iris_R.csv";
    private const string Mall = "mall_customers/Mall_Customers.csv";
    private const string Blobs = "generated_blobs/blobs500_silhouette_demo.csv";
    private const string DenseBlobs = "generated_blobs/blobs750_dbscan_demo.csv";

    [SharedDataFact(Iris)]
    public void KMeans_of_iris_is_what_r_and_scikit_learn_print()
    {
        var rows = new SharedTable(Iris).Rows("Sepal.Length", "Sepal.Width", "Petal.Length", "Petal.Width");
        var found = KMeans.Fit(rows, 3, seed: 1);

        found.Inertia.ShouldBe(78.8514414, 1e-6);
        found.Sizes.Order().ShouldBe([38, 50, 62]);
        Silhouette.Mean(rows, found.Labels)!.Value.ShouldBe(0.5528190, 1e-6);
    }

    [SharedDataTheory(Mall)]
    [InlineData(1, 269981.28)]
    [InlineData(2, 181363.5960)]
    [InlineData(3, 106348.3731)]
    [InlineData(4, 73679.7890)]
    [InlineData(5, 44448.4554)]
    public void KMeans_of_a_malls_customers_is_what_was_published(int k, double published) =>
        KMeans.Fit(new SharedTable(Mall).Rows("Annual Income (k$)", "Spending Score (1-100)"), k, seed: 1).Inertia.ShouldBe(published, 1e-3);

    [SharedDataTheory(Blobs)]
    [InlineData(2, 0.7049787496083262)]
    [InlineData(3, 0.5882004012129721)]
    [InlineData(4, 0.6505186632729437)]
    public void Silhouette_is_what_scikit_learn_prints(int k, double published)
    {
        var rows = new SharedTable(Blobs).Rows("x", "y");

        Silhouette.Mean(rows, KMeans.Fit(rows, k, seed: 1).Labels)!.Value.ShouldBe(published, 1e-9);
    }

    [SharedDataFact(DenseBlobs)]
    public void Dbscan_is_what_scikit_learn_prints()
    {
        var table = new SharedTable(DenseBlobs);
        var rows = table.Rows("x_std", "y_std");
        var found = Dbscan.Fit(rows, 0.3, 10);
        var agreement = LabelAgreement.Of(table.Texts("true_label"), found.Labels);

        found.Clusters.ShouldBe(3);
        found.Labels.Count(label => label == Dbscan.Noise).ShouldBe(18);
        agreement.Homogeneity.ShouldBe(0.953, 5e-4);
        agreement.Completeness.ShouldBe(0.883, 5e-4);
        agreement.VMeasure.ShouldBe(0.917, 5e-4);
        agreement.AdjustedRand.ShouldBe(0.952, 5e-4);
        Silhouette.Mean(rows, found.Labels)!.Value.ShouldBe(0.626, 5e-4);
    }

    [Fact]
    public void KMeans_leaves_each_row_with_the_nearest_centre_and_each_centre_in_the_middle_of_its_rows()
    {
        var rows = Drawn(200, seed: 1);
        var found = KMeans.Fit(rows, 7, seed: 2, runs: 3);

        for (var row = 0; row < rows.Length; row++)
        {
            var own = Distances.Squared(rows[row], found.Centers[found.Labels[row]]);
            found.Centers.ShouldAllBe(center => Distances.Squared(rows[row], center) >= own);
        }

        for (var cluster = 0; cluster < 7; cluster++)
        {
            var members = rows.Where((_, row) => found.Labels[row] == cluster).ToList();
            members.Average(row => row[0]).ShouldBe(found.Centers[cluster][0], 1e-9);
        }

        KMeans.Fit(rows, 7, seed: 2, runs: 3).Labels.ShouldBe(found.Labels);
    }

    [Fact]
    public void KMeans_of_as_many_clusters_as_rows_has_no_inertia() => KMeans.Fit([[0], [1], [1.5], [9]], 4, seed: 1).Inertia.ShouldBe(0);

    [Fact]
    public void Silhouette_of_four_rows_is_what_a_pencil_gives()
    {
        // a = 1, b = the mean of 4 and 5 or of 5 and 6 …: (4.5 − 1)/4.5 and (3.5 − 1)/3.5, twice each.
        Silhouette.Mean([[0], [1], [4], [5]], [0, 0, 1, 1])!.Value.ShouldBe(((3.5 / 4.5) + (2.5 / 3.5)) / 2, 1e-12);
        Silhouette.Mean([[0], [1]], [0, 0]).ShouldBeNull();
    }

    [Fact]
    public void Dbscan_takes_the_edge_of_the_radius_for_near_and_counts_the_row_itself()
    {
        Dbscan.Fit([[0], [1], [2], [10]], 1, 3).Labels.ShouldBe([0, 0, 0, Dbscan.Noise]);
        Dbscan.Fit([[0], [1], [2], [10]], 0.999, 2).Labels.ShouldAllBe(label => label == Dbscan.Noise);
    }

    [Fact]
    public void Agreement_of_the_same_under_other_names_is_whole()
    {
        LabelAgreement.Of(["a", "a", "b", "c"], [2, 2, 0, 1]).ShouldBe(new LabelAgreement(1, 1, 1));
        LabelAgreement.Of(["a", "b", "a", "b"], [0, 0, 1, 1]).Homogeneity.ShouldBe(0, 1e-12);
    }

    private static double[][] Drawn(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => new[] { random.NextDouble(), random.NextDouble() })];
    }
}
