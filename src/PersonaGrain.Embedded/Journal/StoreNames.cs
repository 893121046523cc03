using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Embedded.Journal;

/// <summary>The names of one store and their numbers, for who writes to it: a name gets its number when it is first written. May be asked from any thread.</summary>
/// <remarks>
/// A look-up takes no lock. A name is durable no later than the first entry that has its number: every commit brings all names that were
/// known when its batches were handed over. So many names are numbered at most; others stand as text.
/// </remarks>
internal sealed class StoreNames : INameTable
{
    private const int MostNames = 16_384;
    private const int LongestName = 128;

    private readonly Lock _gate = new();
    private volatile Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private volatile string[] _names = [];

    /// <summary>How many names have a number.</summary>
    public int Count => _names.Length;

    /// <summary>The names that a store has.</summary>
    public static StoreNames Read(StoreConnection connection)
    {
        var names = new StoreNames();
        foreach (var name in ReadAll(connection))
        {
            names.Add(name);
        }

        return names;
    }

    /// <summary>Every name, in the order of numbers.</summary>
    public static List<string> ReadAll(StoreConnection connection)
    {
        var names = new List<string>();
        using var read = connection.Once("SELECT name FROM names ORDER BY number");
        while (read.Step())
        {
            names.Add(read.Text(0));
        }

        return names;
    }

    /// <inheritdoc />
    public int NumberOf(string name) =>
        _numbers.TryGetValue(name, out var number) ? number : _names.Length < MostNames && name.Length <= LongestName ? Add(name) : 0;

    /// <inheritdoc />
    public string NameOf(int number)
    {
        var names = _names;
        return number > 0 && number <= names.Length ? names[number - 1] : throw new FormatException($"{number} is the number of no name");
    }

    /// <summary>Few are added, and all look: the tables are made anew for each.</summary>
    private int Add(string name)
    {
        lock (_gate)
        {
            if (_numbers.TryGetValue(name, out var number))
            {
                return number;
            }

            _names = [.. _names, name];
            _numbers = new Dictionary<string, int>(_numbers, StringComparer.Ordinal) { [name] = _names.Length };
            return _names.Length;
        }
    }
}
