namespace PersonaGrain.Silo.Topology;

/// <summary>This program, as others start it.</summary>
internal static class ThisProgram
{
    /// <summary>A command line to which arguments are added.</summary>
    public static string[] Command() => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) != "dotnet"
        ? [path]
        : [Environment.ProcessPath ?? "dotnet", Path.Combine(AppContext.BaseDirectory, "silo.dll")];
}
