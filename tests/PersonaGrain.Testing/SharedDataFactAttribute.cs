namespace PersonaGrain.Testing;

/// <summary>A test that needs files of the shared data; it is skipped, by name of the file, where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    /// <summary>Needs these files or folders below the data folder.</summary>
    public SharedDataFactAttribute(params string[] files)
    {
        Files = files;
        Skip = Repository.WhyMissing(files);
    }

    /// <summary>What it needs.</summary>
    public IReadOnlyList<string> Files { get; }
}

/// <summary>A theory that needs files of the shared data; it is skipped, by name of the file, where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    /// <summary>Needs these files or folders below the data folder.</summary>
    public SharedDataTheoryAttribute(params string[] files)
    {
        Files = files;
        Skip = Repository.WhyMissing(files);
    }

    /// <summary>What it needs.</summary>
    public IReadOnlyList<string> Files { get; }
}
