namespace PersonaGrain.Learning.Calibration;

/// <summary>What a model said of landmarks that it was not learned from, and what came.</summary>
/// <param name="LogOdds">What it said.</param>
/// <param name="Occurred">Whether the outcome followed.</param>
/// <param name="People">Whose landmark it is.</param>
internal sealed record CalibrationSample(double[] LogOdds, bool[] Occurred, ulong[] People)
{
    /// <summary>How many landmarks.</summary>
    internal int Count => LogOdds.Length;

    /// <summary>How many the outcome followed.</summary>
    internal int Positives { get; } = Occurred.Count(static one => one);
}
