namespace PersonaGrain.Learning.Evaluation;

/// <summary>A sum of deviations whose parts depend on one another within a person, and not between people.</summary>
internal sealed class ClusteredSum
{
    private readonly Dictionary<ulong, double> _people = [];

    /// <summary>The standard error of the sum, with the correction g/(g − 1) for g people; infinite with one.</summary>
    internal double StandardError =>
        _people.Count < 2 ? double.PositiveInfinity : Math.Sqrt(_people.Values.Sum(static one => one * one) * _people.Count / (_people.Count - 1.0));

    /// <summary>Adds a deviation.</summary>
    internal void Add(ulong person, double deviation) => _people[person] = _people.GetValueOrDefault(person) + deviation;
}
