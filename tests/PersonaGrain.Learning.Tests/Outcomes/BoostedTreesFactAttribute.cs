using System.Runtime.InteropServices;
using PersonaGrain.Testing;

namespace PersonaGrain.Learning.Tests.Outcomes;

/// <summary>
/// A test that compares with boosted trees on shared data; skipped, with the reason, where the data or what LightGBM is linked to is missing.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BoostedTreesFactAttribute : FactAttribute
{
    private const string Threads = "libgomp.so.1";

    public BoostedTreesFactAttribute(params string[] files)
    {
        Files = files;
        Skip = new SharedDataFactAttribute(files).Skip
            ?? (OperatingSystem.IsLinux() && !NativeLibrary.TryLoad(Threads, out _) ? $"LightGBM needs {Threads} (package libgomp1)" : null);
    }

    public IReadOnlyList<string> Files { get; }
}
