using PersonaGrain.Postgres.Local;
using PersonaGrain.Silo.Tests.Deployment;
using PersonaGrain.Silo.Topology;
using PersonaGrain.Testing;

namespace PersonaGrain.Silo.Tests.Topology;

/// <summary>The configuration of containers, with the addresses of processes.</summary>
public sealed class LocalBalancerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Configuration_is_that_of_containers_but_for_the_addresses()
    {
        LocalBalancer.Configure(_folder.Path, 5080, [5081, 5082]);

        Read("nginx.conf").ShouldBe(File.ReadAllText(Repository.File("docker/nginx.conf")));
        var config = NginxConfig.Read(_folder.Path);
        config.Listen.ShouldBe("127.0.0.1:5080");
        config.Servers.ShouldBe(["127.0.0.1:5081", "127.0.0.1:5082"]);
        config.Text.ShouldContain($"location = {LocalBalancer.HealthPath} {{");
        Directory.GetFiles(_folder.File("addresses")).Select(Path.GetFileName)
            .ShouldBe(Directory.GetFiles(Repository.File("docker/addresses")).Select(Path.GetFileName), ignoreOrder: true);
    }

    [Fact]
    public void Gateways_are_left_out_as_long_as_in_containers()
    {
        LocalBalancer.Configure(_folder.Path, 5080, [5081]);

        Options(_folder.Path).ShouldBe(Options(Repository.File("docker")).Replace("resolve ", string.Empty, StringComparison.Ordinal));

        static string Options(string folder) =>
            File.ReadLines(Path.Combine(folder, "addresses/gateways.conf")).Single(static line => line.StartsWith("server ", StringComparison.Ordinal)).Split(' ', 3)[2];
    }

    [NginxFact(NeedsPostgres = false)]
    public async Task Configuration_is_sound_to_nginx()
    {
        LocalBalancer.Configure(_folder.Path, 5080, [5081, 5082]);

        (await InstalledProgram.RunAsync(
            [LocalBalancer.Program!, "-t", "-e", "stderr", "-p", _folder.Path, "-c", _folder.File("nginx.conf")], CancellationToken.None)).ShouldBeNull();
    }

    public void Dispose() => _folder.Dispose();

    private string Read(string file) => File.ReadAllText(_folder.File(file));
}
