namespace PersonaGrain.Benchmarks.Embedded;

/// <summary>A new folder on the disk that is measured, deleted at the end. <c>PERSONAGRAIN_BENCH_DIR</c> names another disk.</summary>
internal sealed class LoadFolder : IDisposable
{
    public LoadFolder()
    {
        var parent = Environment.GetEnvironmentVariable("PERSONAGRAIN_BENCH_DIR") ?? System.IO.Path.GetTempPath();
        Path = Directory.CreateDirectory(System.IO.Path.Combine(parent, $"persona-bench-{Guid.NewGuid():n}")).FullName;
    }

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
