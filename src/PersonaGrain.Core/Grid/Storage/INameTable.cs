namespace PersonaGrain.Grid.Storage;

/// <summary>Numbers for names that a store writes again and again (types of signals, attributes, traits, segments, triggers), so that each stands in it as text once.</summary>
/// <remarks>A number, once given, stands for the same name for ever. May be asked from any thread.</remarks>
public interface INameTable
{
    /// <summary>The number of a name, from 1; 0 where it is to be written as text.</summary>
    int NumberOf(string name);

    /// <summary>The name of a number.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    string NameOf(int number);
}
