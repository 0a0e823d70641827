window.heard = []
window.stop = window.bridge.on((message) => window.heard.push(message))
document.querySelector('h1').dataset.ready = 'yes'
