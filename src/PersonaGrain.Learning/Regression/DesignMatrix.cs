namespace PersonaGrain.Learning.Regression;

/// <summary>The features of a regression, each shifted and scaled to mean 0 and variance 1, behind a column of ones; without that column they are scaled to a mean square of 1, and not shifted.</summary>
internal sealed class DesignMatrix
{
    private const double Dependent = 1e-11;
    private readonly double[][] _rows;
    private readonly double[] _means;
    private readonly double[] _scales;
    private readonly int _first;

    public DesignMatrix(IReadOnlyList<double[]> features, bool hasIntercept = true)
    {
        _first = hasIntercept ? 1 : 0;
        Width = features[0].Length + _first;
        _means = new double[Width];
        _scales = new double[Width];
        Array.Fill(_scales, 1, 0, _first);
        for (var column = _first; column < Width; column++)
        {
            var feature = column - _first;
            var mean = hasIntercept ? features.Average(row => row[feature]) : 0;
            _means[column] = mean;
            var variance = features.Average(row => (row[feature] - mean) * (row[feature] - mean));
            var constant = hasIntercept && features.All(row => row[feature] == features[0][feature]);
            _scales[column] = constant ? 0 : Math.Sqrt(variance);
        }

        _rows = [.. features.Select(Standardized)];
    }

    /// <summary>How many columns stand before the features: that of ones, or none.</summary>
    public int First => _first;

    /// <summary>How many columns it has, that of ones included.</summary>
    public int Width { get; }

    /// <summary>The rows.</summary>
    public ReadOnlySpan<double[]> Rows => _rows;

    /// <summary>The first column that is constant or a combination of those before it; null where there is none.</summary>
    public int? FindDependent()
    {
        // Cholesky's factor of the matrix of correlations: a pivot of 0 is a column that adds nothing.
        var factor = new double[Width, Width];
        for (var column = 0; column < Width; column++)
        {
            for (var before = 0; before <= column; before++)
            {
                var sum = _rows.Sum(row => row[column] * row[before]) / _rows.Length;
                for (var index = 0; index < before; index++)
                {
                    sum -= factor[column, index] * factor[before, index];
                }

                if (before == column && sum < Dependent)
                {
                    return column;
                }

                factor[column, before] = before == column ? Math.Sqrt(sum) : sum / factor[before, before];
            }
        }

        return null;
    }

    /// <summary>The matrix that turns coefficients of the standardized features into those of the features themselves.</summary>
    public double[,] ToOriginal()
    {
        var matrix = new double[Width, Width];
        for (var column = 0; column < Width; column++)
        {
            matrix[column, column] = 1 / _scales[column];
            if (column >= _first && _first > 0)
            {
                matrix[0, column] = -_means[column] / _scales[column];
            }
        }

        return matrix;
    }

    private double[] Standardized(double[] features)
    {
        var row = new double[Width];
        Array.Fill(row, 1, 0, _first);
        for (var column = _first; column < Width; column++)
        {
            row[column] = _scales[column] == 0 ? 0 : (features[column - _first] - _means[column]) / _scales[column];
        }

        return row;
    }
}
