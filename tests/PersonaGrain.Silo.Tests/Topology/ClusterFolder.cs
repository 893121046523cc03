using PersonaGrain.Testing;

namespace PersonaGrain.Silo.Tests.Topology;

/// <summary>A temporary folder for a cluster; PostgreSQL, which runs as another user where the tests run as root, can get into it.</summary>
internal sealed class ClusterFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ClusterFolder()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder.Path, File.GetUnixFileMode(_folder.Path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
    }

    /// <summary>What <c>--data</c> is given.</summary>
    public string Data => _folder.File("cluster");

    public void Dispose() => _folder.Dispose();
}
