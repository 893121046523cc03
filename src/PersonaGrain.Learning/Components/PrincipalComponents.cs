using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace PersonaGrain.Learning.Components;

/// <summary>Principal components: the directions in which rows vary the most, each at right angles to those before it.</summary>
/// <param name="Means">The mean of each column.</param>
/// <param name="Directions">The components, of length 1 each; the largest of its loadings is positive.</param>
/// <param name="Variances">The variance (divided by n − 1) along each.</param>
public sealed record PrincipalComponents(IReadOnlyList<double> Means, IReadOnlyList<double[]> Directions, IReadOnlyList<double> Variances)
{
    /// <summary>What part of all variance is along each component.</summary>
    public IReadOnlyList<double> Ratios => [.. Variances.Select(variance => variance / Variances.Sum())];

    /// <summary>The components of rows, as many as there are columns; by the singular values of the rows about their means.</summary>
    /// <param name="rows">At least two, not all equal.</param>
    public static PrincipalComponents Of(IReadOnlyList<double[]> rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows.Count, 2, nameof(rows));
        var matrix = DenseMatrix.OfRowArrays(rows);
        var means = matrix.ColumnSums() / rows.Count;
        var about = matrix - DenseMatrix.OfRowVectors(Enumerable.Repeat(means, rows.Count));

        // The triangle of QR has the same singular values and directions, and is as small as there are columns.
        var small = rows.Count > means.Count ? about.QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).R : about;
        var svd = small.Svd();
        var variances = svd.S.Select(value => value * value / (rows.Count - 1)).ToArray();
        var directions = Enumerable.Range(0, variances.Length).Select(index => Turned(svd.VT.Row(index))).ToArray();
        return new PrincipalComponents([.. means], directions, variances);
    }

    /// <summary>The scores of a row: where it lies along each component.</summary>
    public IReadOnlyList<double> Scores(IReadOnlyList<double> row) =>
        [.. Directions.Select(direction => direction.Select((loading, column) => loading * (row[column] - Means[column])).Sum())];

    private static double[] Turned(Vector<double> direction) => [.. direction * (direction[direction.AbsoluteMaximumIndex()] < 0 ? -1 : 1)];
}
