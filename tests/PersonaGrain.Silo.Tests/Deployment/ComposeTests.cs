using Npgsql;
using PersonaGrain.Postgres;
using PersonaGrain.Silo.Settings;
using PersonaGrain.Testing;

namespace PersonaGrain.Silo.Tests.Deployment;

/// <summary>The compose file agrees with the program, the Dockerfile, nginx and itself.</summary>
public sealed class ComposeTests
{
    private static readonly ComposeFile Compose = ComposeFile.Read();

    [Fact]
    public void Services_are_those_of_the_topology()
    {
        Compose.Services.ShouldBe(["postgres", "setup", "silo", "gateway", "nginx"], ignoreOrder: true);
        Compose.Own.ShouldBe(["setup", "silo", "gateway"], ignoreOrder: true);
        (Replicas("silo"), Replicas("gateway")).ShouldBe((3, 2));
        foreach (var service in new[] { "silo", "gateway" })
        {
            Compose.Find(service, "container_name").ShouldBeNull("a name of its own keeps a service from being scaled");
            Compose.Find(service, "ports").ShouldBeNull("a published port keeps a service from being scaled");
        }
    }

    [Fact]
    public void Images_are_built_from_the_dockerfile_and_its_final_stage()
    {
        foreach (var service in Compose.Own)
        {
            Path.GetFullPath(Path.Combine(Repository.File("docker"), Compose.Text(service, "build.context"))).TrimEnd('/').ShouldBe(Repository.Root);
            var dockerfile = Dockerfile.Read(Compose.Text(service, "build.dockerfile"));
            dockerfile.Stages[^1].Name.ShouldBe(Compose.Text(service, "build.target"));
        }
    }

    [Fact]
    public void Environment_sets_only_what_the_program_knows()
    {
        foreach (var service in Compose.Own)
        {
            Compose.Environment(service).Keys.Where(static name => !SettingNames.IsKnown(name)).ShouldBeEmpty(service);
        }

        SettingNames.IsKnown("PersonaGrain__Cluster__SiloPrt").ShouldBeFalse();
    }

    [Theory]
    [InlineData("silo", "Silo")]
    [InlineData("gateway", "Gateway")]
    public async Task Command_and_environment_of_a_process_are_sound(string service, string role)
    {
        var command = Compose.List(service, "command");
        command.ShouldBe(["--config", "cluster", "--role", role.ToLowerInvariant()]);

        // Sound settings get as far as listening; the address is one that exists here.
        var environment = Compose.Environment(service);
        environment["PersonaGrain__Cluster__Address"] = "127.0.0.1";
        using var run = await SiloRun.StartAsync(environment, command);
        (await run.Http.GetAsync("health/live")).IsSuccessStatusCode.ShouldBeTrue(run.Output);
    }

    [Fact]
    public async Task Setup_job_is_a_command_that_the_program_understands()
    {
        var environment = Compose.Environment("setup");
        environment["PersonaGrain__Database__ConnectionString"] = "Host=127.0.0.1;Port=1;Database=x;Username=y";
        var command = Compose.List("setup", "command");
        command[Array.IndexOf(command, "--wait") + 1] = "0";

        (await SiloRun.RunAsync(environment, command)).ExitCode.ShouldBe(4);
    }

    [Fact]
    public void Processes_listen_where_others_look_for_them()
    {
        var gateway = Compose.Environment("gateway");
        NginxConfig.Read().Servers.ShouldBe([$"gateway:{new Uri(gateway["PersonaGrain__Urls"]).Port}"]);
        Compose.List("nginx", "volumes").ShouldBe(["./nginx.conf:/etc/nginx/nginx.conf:ro", "./addresses:/etc/nginx/addresses:ro"]);
    }

    [Fact]
    public void Database_is_the_one_that_postgres_makes()
    {
        var environment = Compose.Environment("postgres");
        foreach (var service in Compose.Own)
        {
            var connection = new NpgsqlConnectionStringBuilder(Compose.Environment(service)["PersonaGrain__Database__ConnectionString"]);
            connection.Host.ShouldBe("postgres");
            connection.Database.ShouldBe(environment["POSTGRES_DB"]);
            connection.Username.ShouldBe(environment["POSTGRES_USER"]);
            connection.Password.ShouldBe(environment["POSTGRES_PASSWORD"]);
            Compose.List("postgres", "healthcheck.test").ShouldContain($"{connection.Port}");
        }

        Compose.List("postgres", "healthcheck.test").ShouldContain(environment["POSTGRES_USER"]);
        Compose.Text("postgres", "image").ShouldStartWith("postgres:15");
    }

    [Fact]
    public void Connections_of_all_processes_fit_into_the_database()
    {
        var database = SiloSettings.From(SettingsFile.Read("cluster")).Database;

        // One more for writes than commits in flight: the catalog's.
        var each = database.CommitsInFlight + 1 + database.ReadConnections + database.OrleansConnections + database.MembershipConnections;
        var most = int.Parse(Array.Find(Compose.List("postgres", "command"), static word => word.StartsWith("max_connections=", StringComparison.Ordinal))!.Split('=')[1]);

        // Three silos more than it starts with, one for setup, and what the server keeps for its superusers.
        (each * (Replicas("silo") + 3 + Replicas("gateway")) + 1 + 3).ShouldBeLessThanOrEqualTo(most);
    }

    [Fact]
    public void Processes_are_given_the_time_that_they_take_to_end()
    {
        var journal = new PostgresOptions { ConnectionString = string.Empty }.DrainTimeout;
        foreach (var service in new[] { "silo", "gateway" })
        {
            var environment = Compose.Environment(service);
            var needed = TimeSpan.Parse(environment["PersonaGrain__DrainDelay"]) + TimeSpan.Parse(environment["PersonaGrain__ShutdownTimeout"]) + journal;
            Compose.Time(service, "stop_grace_period").ShouldBeGreaterThan(needed);
        }
    }

    [Fact]
    public void Processes_start_after_what_they_need()
    {
        Compose.Text("setup", "depends_on.postgres.condition").ShouldBe("service_healthy");
        Compose.Text("silo", "depends_on.postgres.condition").ShouldBe("service_healthy");
        Compose.Text("silo", "depends_on.setup.condition").ShouldBe("service_completed_successfully");
        Compose.Text("gateway", "depends_on.setup.condition").ShouldBe("service_completed_successfully");
        Compose.Text("nginx", "depends_on.gateway.condition").ShouldBe("service_healthy");
        Compose.Text("setup", "restart").ShouldStartWith("on-failure");
        foreach (var service in Compose.Services)
        {
            foreach (var other in (Compose.Find(service, "depends_on") as Dictionary<object, object> ?? []).Keys)
            {
                Compose.Services.ShouldContain((string)other);
            }

            Compose.Find(service, "restart").ShouldNotBeNull(service);
            Compose.Find(service, "deploy.resources.limits.memory").ShouldNotBeNull(service);
            Compose.Find(service, "deploy.resources.limits.cpus").ShouldNotBeNull(service);
        }
    }

    [Fact]
    public void Only_nginx_is_published_and_on_loopback_unless_told_otherwise()
    {
        Compose.Services.Where(static service => Compose.Find(service, "ports") is not null).ShouldBe(["nginx"]);
        Compose.List("nginx", "ports").ShouldHaveSingleItem().ShouldBe($"127.0.0.1:5080:{NginxConfig.Read().Listen}");
        Compose.Text("nginx", "user").ShouldNotStartWith("0");
        foreach (var word in Compose.List("nginx", "healthcheck.test").Where(static word => word.StartsWith("http", StringComparison.Ordinal)))
        {
            $"{new Uri(word).Port}".ShouldBe(NginxConfig.Read().Listen);
            NginxConfig.Read().Text.ShouldContain($"location = {new Uri(word).AbsolutePath} ");
        }
    }

    [Fact]
    public void Secrets_are_named_in_the_example_and_set_nowhere()
    {
        var example = File.ReadAllLines(Repository.File("docker/.env.example"));
        foreach (var variable in ComposeFile.RequiredVariables())
        {
            example.ShouldContain(variable + "=");
        }

        ComposeFile.RequiredVariables().Count.ShouldBe(4);
        File.ReadAllLines(Repository.File(".gitignore")).ShouldContain("/docker/.env");
    }

    private static int Replicas(string service) => int.Parse(Compose.Text(service, "deploy.replicas"));
}
