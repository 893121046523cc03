namespace PersonaGrain.Learning.Clusters;

/// <summary>How well clusters agree with classes that are known.</summary>
/// <param name="Homogeneity">Whether clusters hold one class each, 0 to 1 (Rosenberg and Hirschberg 2007).</param>
/// <param name="Completeness">Whether classes are in one cluster each, 0 to 1.</param>
/// <param name="AdjustedRand">The Rand index, corrected so that chance alone gives 0 (Hubert and Arabie 1985).</param>
public sealed record LabelAgreement(double Homogeneity, double Completeness, double AdjustedRand)
{
    /// <summary>The harmonic mean of homogeneity and completeness.</summary>
    public double VMeasure => Homogeneity + Completeness == 0 ? 0 : 2 * Homogeneity * Completeness / (Homogeneity + Completeness);

    /// <summary>Compares clusters with classes.</summary>
    /// <param name="classes">The class of each row.</param>
    /// <param name="labels">The cluster of each row.</param>
    public static LabelAgreement Of(IReadOnlyList<string> classes, IReadOnlyList<int> labels)
    {
        int[] both = [.. classes.Zip(labels).CountBy(static pair => pair).Select(static pair => pair.Value)];
        int[] ofClasses = [.. classes.CountBy(static one => one).Select(static pair => pair.Value)];
        int[] ofLabels = [.. labels.CountBy(static one => one).Select(static pair => pair.Value)];
        var (joint, byClass, byLabel) = (Entropy(both, classes.Count), Entropy(ofClasses, classes.Count), Entropy(ofLabels, classes.Count));
        var shared = byClass + byLabel - joint;
        return new LabelAgreement(byClass == 0 ? 1 : shared / byClass, byLabel == 0 ? 1
            : shared / byLabel, Rand(both, ofClasses, ofLabels, classes.Count));
    }

    private static double Entropy(int[] counts, double total) => -counts.Sum(count => count / total * Math.Log(count / total));

    private static double Rand(int[] both, int[] classes, int[] labels, int total)
    {
        var (together, inClasses, inLabels) = (both.Sum(Pairs), classes.Sum(Pairs), labels.Sum(Pairs));
        var byChance = inClasses * inLabels / Pairs(total);
        var most = (inClasses + inLabels) / 2;
        return most == byChance ? 1 : (together - byChance) / (most - byChance);
    }

    private static double Pairs(int count) => count * (count - 1.0) / 2;
}
