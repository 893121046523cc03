using PersonaGrain.Silo.Topology;
using PersonaGrain.Testing;

namespace PersonaGrain.Silo.Tests.Topology;

/// <summary>The configuration of containers, filled in for processes.</summary>
public sealed class LocalBalancerTests
{
    private static readonly string Template = File.ReadAllText(Repository.File("docker/nginx.conf"));

    [Fact]
    public void Fill_puts_the_addresses_and_the_folder_in()
    {
        var filled = LocalBalancer.Fill(Template, 5080, [5081, 5082], "/a folder/nginx");

        filled.ShouldContain("listen 127.0.0.1:5080;");
        filled.ShouldContain("server 127.0.0.1:5081 max_fails=2 fail_timeout=2s;");
        filled.ShouldContain("server 127.0.0.1:5082 max_fails=2 fail_timeout=2s;");
        filled.ShouldContain("pid \"/a folder/nginx/nginx.pid\";");
        filled.ShouldContain("worker_shutdown_timeout 2s;");
        filled.ShouldContain($"location = {LocalBalancer.HealthPath} {{");
        filled.ShouldNotContain("    resolver ");
        filled.ShouldNotContain("gateway:5080");
        filled.ShouldNotContain(" /tmp/");
    }

    [Theory]
    [InlineData("listen 8080;")]
    [InlineData("server gateway:5080 resolve max_fails=2 fail_timeout=2s;")]
    public void Fill_refuses_a_template_without_a_place_to_fill_in(string place) =>
        Should.Throw<InvalidDataException>(() => LocalBalancer.Fill(Template.Replace(place, string.Empty, StringComparison.Ordinal), 5080, [5081], "/somewhere"));
}
