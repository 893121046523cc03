using Microsoft.Extensions.Configuration;
using PersonaGrain.Silo.Settings;
using PersonaGrain.Testing;

namespace PersonaGrain.Silo.Tests;

/// <summary>Configuration: what comes with the program is sound, and faults are named all at once before anything starts.</summary>
public sealed class SettingsTests
{
    private const string Connection = "Host=127.0.0.1;Database=grid;Username=persona";

    [Fact]
    public void Local_profile_is_sound() => SiloSettingsValidator.Check(SiloSettings.From(SettingsFile.Read("local"))).ShouldBeEmpty();

    [Fact]
    public void Cluster_profile_needs_nothing_but_the_database()
    {
        var settings = SiloSettings.From(SettingsFile.Read("cluster"));
        SiloSettingsValidator.Check(settings).ShouldHaveSingleItem().ShouldContain("PersonaGrain__Database__ConnectionString");

        settings.Database.ConnectionString = Connection;
        SiloSettingsValidator.Check(settings).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("local")]
    [InlineData("cluster")]
    public void Profile_sets_nothing_that_the_program_does_not_know(string profile)
    {
        var file = new ConfigurationBuilder().AddJsonFile(Repository.File($"silo-config/{profile}.json")).Build();

        Should.NotThrow(() => file.GetSection("PersonaGrain").Get<SiloSettings>(binder => binder.ErrorOnUnknownConfiguration = true));
    }

    [Fact]
    public void Defaults_are_those_that_are_documented()
    {
        var settings = new SiloSettings();

        (settings.Role, settings.Urls, settings.Catalog).ShouldBe((SiloRole.Both, "http://127.0.0.1:5080", null));
        (settings.StartTimeout, settings.DrainDelay, settings.ShutdownTimeout).ShouldBe((TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30)));
        (settings.Cluster.Kind, settings.Cluster.Id, settings.Cluster.Address).ShouldBe((ClusterKind.Local, "personagrain", "127.0.0.1"));
        (settings.Cluster.SiloPort, settings.Cluster.ClientPort).ShouldBe((11111, 30000));
        (settings.Cluster.ProbeTimeout, settings.Cluster.ProbesMissed, settings.Cluster.CallTimeout).ShouldBe((TimeSpan.FromSeconds(2), 3, TimeSpan.FromSeconds(3)));
        (settings.Database.CommitsInFlight, settings.Database.ReadConnections).ShouldBe((2, 8));
        (settings.Database.OrleansConnections, settings.Database.MembershipConnections).ShouldBe((3, 2));
    }

    [Fact]
    public void Faults_are_named_all_at_once()
    {
        var settings = new SiloSettings { Role = SiloRole.Gateway, DrainDelay = TimeSpan.FromSeconds(-1), ShutdownTimeout = TimeSpan.Zero };
        settings.Cluster.Id = " ";
        settings.Cluster.Address = "not a host";
        settings.Cluster.SiloPort = 70_000;
        settings.Cluster.ProbesMissed = 0;

        SiloSettingsValidator.Check(settings).Count.ShouldBe(7);
    }

    [Theory]
    [InlineData("--config", "no-such-profile")]
    [InlineData("--config", "cluster")]
    [InlineData("--role", "gateway")]
    public async Task Faulty_settings_end_the_process_with_a_message(params string[] arguments)
    {
        var (exit, output) = await SiloRun.RunAsync(new Dictionary<string, string>(), arguments);

        exit.ShouldBe(3);
        output.ShouldStartWith("error: ");
        output.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("http://0.0.0.0:0", "no key is configured")]
    [InlineData("http://127.0.0.1:80801", "no port from 0 to 65535")]
    [InlineData("http://127.0.0.1:0/grid", "has a path")]
    public async Task Address_that_can_not_be_listened_on_ends_the_process_as_it_ends_persona(string urls, string told)
    {
        var (exit, output) = await SiloRun.RunAsync(new Dictionary<string, string>(), "--config", "local", "--urls", urls);

        exit.ShouldBe(5, output);
        output.ShouldContain(told);
    }

    [Fact]
    public async Task Values_out_of_range_are_named_together_with_what_can_not_be_read()
    {
        var environment = new Dictionary<string, string>
        {
            ["PersonaGrain__Cluster__SioloPort"] = "1",
            ["PersonaGrain__DrainDelay"] = "soon",
            ["PersonaGrain__ShutdownTimeout"] = "00:00:00",
            ["PersonaGrain__Grains__RetryFor"] = "00:00:00",
            ["PersonaGrain__Heartbeat"] = "00:00:00",
            ["Logging__LogLevel__Default"] = "Infoo",
        };

        var (exit, output) = await SiloRun.RunAsync(environment, "--config", "local", "--urls", "http://127.0.0.1:0");

        exit.ShouldBe(3, output);
        foreach (var told in (string[])["SioloPort is not a setting", "DrainDelay is 'soon'", "ShutdownTimeout must be", "RetryFor is 00:00:00", "Heartbeat is 0;", "'Infoo'; write one of"])
        {
            output.ShouldContain(told);
        }
    }

    [Theory]
    [InlineData("steup", "'steup' is no command or option of silo; did you mean \"setup\"?")]
    [InlineData("--confg", "did you mean \"--config\"?")]
    [InlineData("setup --wiat", "'--wiat' is no command or option of silo setup; did you mean \"--wait\"?")]
    public async Task Wrong_word_is_named_with_the_nearest_right_one(string arguments, string told)
    {
        var (exit, output) = await SiloRun.RunAsync(new Dictionary<string, string>(), arguments.Split(' '));

        exit.ShouldBe(2, output);
        output.ShouldContain(told);
        output.ShouldContain("silo --help");
    }

    [Theory]
    [InlineData("PersonaGrain__Keys__Amdin__0", "did you mean \"Admin\"?")]
    [InlineData("PersonaGrain__Cluster__SioloPort", "did you mean \"SiloPort\"?")]
    [InlineData("PersonaGrain__Grains__RetyFor", "did you mean \"RetryFor\"?")]
    [InlineData("PersonaGrain__DrainDealy", "did you mean \"DrainDelay\"?")]
    public async Task Setting_that_is_not_known_keeps_the_process_from_starting(string variable, string told)
    {
        var (exit, output) = await SiloRun.RunAsync(new Dictionary<string, string> { [variable] = "secret" }, "--config", "local", "--urls", "http://127.0.0.1:0");

        exit.ShouldNotBe(0, output);
        output.ShouldContain("error: environment: PersonaGrain__");
        output.ShouldContain(told);
        output.ShouldNotContain("secret");
    }

    [Fact]
    public async Task Setup_of_a_database_that_does_not_answer_says_so()
    {
        var environment = new Dictionary<string, string> { ["PersonaGrain__Database__ConnectionString"] = "Host=127.0.0.1;Port=1;Database=x;Username=y;Timeout=2" };

        var (exit, output) = await SiloRun.RunAsync(environment, "setup", "--config", "cluster");

        exit.ShouldBe(4);
        output.ShouldStartWith("error: the database can not be set up");
    }
}
