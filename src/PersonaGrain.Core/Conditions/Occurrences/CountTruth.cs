using PersonaGrain.Catalogs;

namespace PersonaGrain.Conditions.Occurrences;

/// <summary>The truth of tests of a count for every count up to the highest of interest, as a table.</summary>
internal readonly struct CountTruth
{
    private readonly bool[] _truth;
    private readonly int[] _nextLower;

    internal CountTruth(IReadOnlyList<ValueTest> tests)
    {
        var tester = ValueTester.Compile(tests);
        Most = WindowCountCondition.Kept(tests);
        _truth = new bool[Most + 1];
        _nextLower = new int[Most + 1];
        for (var count = 0; count <= Most; count++)
        {
            _truth[count] = tester.Matches((double)count);
            _nextLower[count] = count == 0 ? -1 : _truth[count - 1] != _truth[count] ? count - 1 : _nextLower[count - 1];
        }
    }

    /// <summary>The count from which on the truth stays the same.</summary>
    internal int Most { get; }

    /// <summary>The truth of a count of at most <see cref="Most"/>.</summary>
    internal bool this[int count] => _truth[count];

    /// <summary>The highest count below one at which the truth is another; −1 for none.</summary>
    internal int NextLower(int count) => _nextLower[count];
}
