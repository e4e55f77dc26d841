using SessionStore.App;

var application = Application.Build(args);
await application.RunAsync();
