using PersonaGrain.Population.Outcomes;

namespace PersonaGrain.Learning.Evaluation;

/// <summary>Whether told probabilities hold.</summary>
public static class Reliability
{
    /// <summary>How many bins a reliability diagram has.</summary>
    public const int Bins = 10;

    /// <summary>
    /// Bins of equally many landmarks by rising probability; equal probabilities are never parted, so that there may be fewer bins.
    /// </summary>
    public static ReliabilityBin[] Of(Forecasts forecasts)
    {
        var probabilities = (double[])forecasts.Probabilities.Clone();
        var occurred = (bool[])forecasts.Occurred.Clone();
        Array.Sort(probabilities, occurred);
        var bins = new List<ReliabilityBin>();
        for (var begin = 0; begin < occurred.Length;)
        {
            var number = ((long)begin * Bins / occurred.Length) + 1;
            var end = Math.Max(begin + 1, (int)(occurred.Length * number / Bins));
            while (end < occurred.Length && probabilities[end] == probabilities[end - 1])
            {
                end++;
            }

            var count = end - begin;
            bins.Add(new ReliabilityBin(
                probabilities[begin],
                probabilities[end - 1],
                count,
                probabilities[begin..end].Average(),
                (double)occurred.AsSpan(begin, count).Count(true) / count));
            begin = end;
        }

        return [.. bins];
    }

    /// <summary>The expected calibration error: the bins' distances between told and observed, weighted by their counts.</summary>
    public static double Error(ReliabilityBin[] bins) =>
        bins.Sum(static bin => bin.Count * Math.Abs(bin.Predicted - bin.Observed)) / Math.Max(1, bins.Sum(static bin => bin.Count));
}
