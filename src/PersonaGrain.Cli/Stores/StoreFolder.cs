namespace PersonaGrain.Cli.Stores;

/// <summary>What can be told about a store's folder without opening it.</summary>
internal static class StoreFolder
{
    /// <summary>Whether something that a grid made is there.</summary>
    public static bool Exists(string folder) => Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.db").Any();
}
