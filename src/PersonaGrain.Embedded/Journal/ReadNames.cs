using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Embedded.Journal;

/// <summary>The names of a store that is only read. Where a grid runs on it names are added: they are looked for when one is met.</summary>
internal sealed class ReadNames(Func<List<string>> read) : INameTable
{
    private volatile List<string> _names = read();

    /// <summary>The names that a connection sees, and no others.</summary>
    public static ReadNames Of(StoreConnection connection) => new(() => StoreNames.ReadAll(connection));

    /// <inheritdoc />
    public int NumberOf(string name) => 0;

    /// <inheritdoc />
    public string NameOf(int number)
    {
        if (number > _names.Count)
        {
            _names = read();
        }

        return number > 0 && number <= _names.Count ? _names[number - 1] : throw new FormatException($"{number} is the number of no name");
    }
}
